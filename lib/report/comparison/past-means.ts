import { comparePeriods, isoWeek } from '../../trust/period.ts';
import { SMALLEST_GROUP } from '../suppression.ts';
import { count, number, signed } from '../wording.ts';
import type { ComparedEstimates, Side } from './compared-schema.ts';
import { listed } from './listed.ts';

type Point = ComparedEstimates['evolution'][number];

/** One period of one recommender as two reports tell it; undefined where one has nobody in it. */
interface Pair {
  readonly period: string;
  readonly recommender: string;
  readonly old: Point | undefined;
  readonly next: Point | undefined;
}

/** Closed periods in which more or fewer sellers count than when they were closed.
 *  @param sameMethod otherwise that may count them */
export function lateChanges(before: Side, after: Side, sameMethod: boolean): string[] {
  const pairs = closedPairs(before, after);
  const other = pairs.filter(({ old, next }) => (old?.sellers ?? 0) !== (next?.sellers ?? 0));
  if (other.length === 0) return [];
  const largest = other.toSorted((a, b) => size(b) - size(a)).map(pairWords);
  const [late, gone] = [
    other.some(({ old, next }) => (next?.sellers ?? 0) > (old?.sellers ?? 0)),
    other.some(({ old, next }) => (next?.sellers ?? 0) < (old?.sellers ?? 0)),
  ];
  const why = [
    ...(late ? ['facts came late'] : []),
    ...(gone ? ['facts were erased, corrected or are kept no longer'] : []),
    ...(sameMethod ? [] : ['or the method counts otherwise']),
  ];
  return [
    `In ${count(other.length)} of ${count(pairs.length)} closed periods of a recommender other sellers count than before (${why.join('; ')}): ${listed(largest, 3)}.`,
  ];
}

const size = ({ old, next }: Pair): number => Math.abs((next?.sellers ?? 0) - (old?.sellers ?? 0));

/** Means of sellers who differ by fewer than five are not held against each other: their difference is those few’s trust. */
function pairWords({ period, recommender, old, next }: Pair): string {
  const means =
    old?.mean == null || next?.mean == null || Math.abs(next.sellers - old.sellers) < SMALLEST_GROUP
      ? ''
      : `, their mean trust ${number(old.mean, 3)} before, ${number(next.mean, 3)} now (${signed(next.mean - old.mean, 3)})`;
  return `${period} ${recommender} ${count(old?.sellers ?? 0)} sellers before, ${count(next?.sellers ?? 0)} now${means}`;
}

const LEAST_TOLD = 0.0005; // three decimals

/** How far the past is told otherwise of the same number of sellers: trust then is judged by all that was seen since, too.
 *  @param fit what is new about it */
export function pastChanges(before: Side, after: Side, fit: string): string[] {
  const moved = closedPairs(before, after).flatMap(({ period, recommender, old, next }) =>
    old?.mean == null || next?.mean == null || old.sellers !== next.sellers
      ? []
      : [{ period, recommender, by: next.mean - old.mean }],
  );
  const [most] = moved.toSorted((a, b) => Math.abs(b.by) - Math.abs(a.by));
  if (most === undefined || Math.abs(most.by) < LEAST_TOLD) return [];
  return [
    `Trust in closed periods is told anew, by ${fit}: where the number of sellers is the same it differs by at most ${number(Math.abs(most.by), 3)} (${most.period} ${most.recommender}).`,
  ];
}

/** Periods that were over when the earlier of the two was cut; where rounds are only numbered, all but the last. */
function closedPairs(before: Side, after: Side): Pair[] {
  const [a, b] = [before.estimates.evolution, after.estimates.evolution];
  const dated = a.some(({ period }) => period.includes('W'));
  const last = a
    .map(({ period }) => period)
    .toSorted(comparePeriods)
    .at(-1);
  const open = dated ? isoWeek(before.asOf < after.asOf ? before.asOf : after.asOf) : last;
  if (open === undefined) return [];
  const [then, now] = [a, b].map((points) => new Map(points.map((point) => [key(point), point])));
  const all = new Map([...a, ...b].map((point) => [key(point), point]));
  return [...all]
    .filter(
      ([, { period, recommender }]) =>
        comparePeriods(period, open) < 0 && isIn(a, recommender) && isIn(b, recommender),
    )
    .map(([of, { period, recommender }]) => ({
      period,
      recommender,
      old: then?.get(of),
      next: now?.get(of),
    }));
}

/** A recommender that came or went is told as that. */
const isIn = (points: readonly Point[], name: string): boolean =>
  points.some(({ recommender }) => recommender === name);

const key = ({ period, recommender }: Point): string => `${period}\n${recommender}`;
