import type { Estimates } from '../trust/estimates.ts';
import { sampleSentence } from './sample-words.ts';
import { count } from './wording.ts';

type Kept = Pick<Estimates, 'asOf' | 'fittedAt'>;

const day = (instant: string): string => instant.slice(0, 10);

/** What a night's report has of its own, and what it keeps of the full report it brings up to date; empty of a full one. */
export function keptSentence({ asOf, fittedAt }: Kept): string {
  if (fittedAt === undefined) return '';
  return `This page brings the full report of ${day(fittedAt)} up to date: trust, how it moved and who answered are of everything heard by ${day(asOf)}; how fast trust moves, theories, stated trust, recommenders’ records, segments, processes and checks are those of the full report.`;
}

/** For the line above the headline. */
export const keptLabel = ({ fittedAt }: Pick<Kept, 'fittedAt'>): string[] =>
  fittedAt === undefined ? [] : [`the full report of ${day(fittedAt)}, brought up to date`];

/** What of the page rests on less than everything known now; empty where nothing does. */
export const restsOn = (estimates: Pick<Estimates, 'asOf' | 'fittedAt' | 'sample' | 'dynamics'>): string =>
  [sampleSentence(estimates), keptSentence(estimates)].filter((words) => words !== '').join(' ');

/** How many rounds there are, and how many of them say something. */
export function roundsSentence({ input, fittedAt }: Pick<Estimates, 'input' | 'fittedAt'>): string {
  const [read, used] = [count(input.rows), count(input.usable.trust.rows)];
  if (fittedAt === undefined) return `${read} rounds read, ${used} of them say something about trust.`;
  return `${read} rounds read; ${used} said something about trust at the full report of ${day(fittedAt)}.`;
}

/** Of the table of what rows were used for. */
export const usedCaption = ({ input, fittedAt }: Pick<Estimates, 'input' | 'fittedAt'>): string =>
  fittedAt === undefined
    ? `What the ${count(input.accepted)} rows were used for, and why not the rest`
    : `What the rows of the full report of ${day(fittedAt)} were used for, and why not the rest`;
