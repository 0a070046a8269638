import { count, percent } from '../wording.ts';
import type { ComparedEstimates, Side } from './compared-schema.ts';
import { listed } from './listed.ts';
import { lateChanges } from './past-means.ts';

/** What is otherwise in the data: rounds, sellers, recommenders, answers, and facts that came late. */
export function dataChanges(before: Side, after: Side, sameMethod: boolean): string[] {
  const [a, b] = [before.estimates, after.estimates];
  return [
    ...rounds(a.input, b.input),
    ...refused(a.input, b.input),
    ...recommenders(a, b),
    ...sellers(a, b),
    ...newcomers(b),
    ...answers(a, b),
    ...suspects(a, b),
    ...lateChanges(before, after, sameMethod),
  ];
}

type Input = ComparedEstimates['input'];

function rounds(a: Input, b: Input): string[] {
  if (a.sha256 === b.sha256) return [];
  if (a.rows === b.rows)
    return [
      `As many rounds as before, ${count(b.rows)}, with other content: some were corrected or exchanged.`,
    ];
  const fewer = b.rows < a.rows ? ': some were erased, taken back or are kept no longer' : '';
  return [`Rounds read: ${count(a.rows)} before, ${count(b.rows)} now (${change(a.rows, b.rows)})${fewer}.`];
}

function refused(a: Input, b: Input): string[] {
  if (a.rejected === b.rejected) return [];
  const share = ({ rejected, rows }: Input) =>
    `${count(rejected)} (${rows > 0 ? percent(rejected / rows, 2) : 'of none'})`;
  return [`Rows that could not be read: ${share(a)} before, ${share(b)} now.`];
}

function recommenders(a: ComparedEstimates, b: ComparedEstimates): string[] {
  const [then, now] = [a, b].map(({ trust }) => Object.keys(trust.byRecommender)) as [string[], string[]];
  return [
    ...now.filter((name) => !then.includes(name)).map((name) => `A new recommender: ${name}.`),
    ...then.filter((name) => !now.includes(name)).map((name) => `No longer a recommender: ${name}.`),
  ];
}

function sellers(a: ComparedEstimates, b: ComparedEstimates): string[] {
  const now = new Map(Object.entries(b.trust.byRecommender));
  const moved = Object.entries(a.trust.byRecommender).flatMap(([name, { n }]) => {
    const then = now.get(name)?.n ?? n;
    return then === n ? [] : [`${name} ${count(n)} before, ${count(then)} now`];
  });
  return moved.length === 0 ? [] : [`Sellers whose trust is told: ${listed(moved)}.`];
}

function newcomers({ since }: ComparedEstimates): string[] {
  if (!since || since.newcomers === 0) return [];
  const words = since.newcomers === 1 ? 'seller decides' : 'sellers decide';
  return [
    `${count(since.newcomers)} ${words} with a recommender for the first time since the report of ${since.report.period}, and are in no change since.`,
  ];
}

function answers({ response: a }: ComparedEstimates, { response: b }: ComparedEstimates): string[] {
  if (a?.asked == null || b?.asked == null || a.answered === null || b.answered === null) return [];
  if (a.asked === b.asked && a.answered === b.answered) return [];
  return [
    `Questions to sellers: ${shareOf(a.asked, a.answered)} before, ${shareOf(b.asked, b.answered)} now.`,
  ];
}

const shareOf = (asked: number, answered: number): string =>
  asked === 0 ? 'nobody was asked' : `${percent(answered / asked, 1)} of ${count(asked)} answered`;

function suspects({ trust: a }: ComparedEstimates, { trust: b }: ComparedEstimates): string[] {
  const [then, now] = [a.withoutSuspects?.answers, b.withoutSuspects?.answers];
  if (then === undefined || now === undefined || then === now) return [];
  return [`Answers that a robot may have given: ${count(then)} before, ${count(now)} now.`];
}

const change = (a: number, b: number): string => `${b > a ? '+' : ''}${count(b - a)}`;
