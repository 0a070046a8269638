import type { Estimates } from '../../trust/estimates.ts';
import { sentence } from '../wording.ts';
import { readSide, type ReportFolder, type Side } from './compared-schema.ts';
import { dataChanges } from './data-changes.ts';
import { headlineRows, type HeadlineRow } from './headline-rows.ts';
import { methodChanges } from './method-changes.ts';
import { pastChanges } from './past-means.ts';
import { processChanges } from './process-changes.ts';
import { wordingChanges } from './wording-changes.ts';

export const CHANGE_KINDS = ['data', 'method', 'wording', 'process'] as const;

/** One thing that is otherwise than in the report before, in words. */
export interface Change {
  readonly kind: (typeof CHANGE_KINDS)[number];
  readonly what: string; // a sentence
}

/** What became of a report in the next. */
export interface Comparison {
  readonly before: { readonly period: string; readonly asOf: string };
  readonly after: { readonly period: string; readonly asOf: string };
  readonly unreadable: string | null; // why they cannot be compared
  readonly headline: readonly HeadlineRow[];
  readonly changes: readonly Change[]; // by kind
  /** What the later one tells of the change of the same sellers under one fit, and why not. */
  readonly since: Pick<Estimates, 'since' | 'reasons' | 'asOf'>;
}

/** Two published reports of one tenant, the earlier one first, by what stands in their files: nothing that was withheld is in
 *  what comes out. */
export function compareReports(a: ReportFolder, b: ReportFolder): Comparison {
  const [before, after] = [readSide(a), readSide(b)];
  const places = {
    before: { period: a.period, asOf: a.asOf },
    after: { period: b.period, asOf: b.asOf },
  };
  if (typeof before === 'string' || typeof after === 'string') {
    const unreadable = [before, after].filter((side) => typeof side === 'string').join('; ');
    const since =
      typeof after === 'string' ? { since: null, reasons: {}, asOf: b.asOf } : sinceOf(after, b.asOf);
    return { ...places, unreadable, headline: [], changes: [], since };
  }
  const ways = methodChanges(before, after);
  return {
    ...places,
    unreadable: null,
    headline: headlineRows(before.estimates, after.estimates),
    changes: [
      ...of('data', dataChanges(before, after, ways.length === 0)),
      ...(ways.length === 0
        ? of('data', pastChanges(before, after, 'a fit of more data'))
        : of('method', [...ways, ...pastChanges(before, after, 'a fit in another way, of more data')])),
      ...of('wording', wordingChanges(before, after)),
      ...of('process', processChanges(before, after)),
    ],
    since: sinceOf(after, b.asOf),
  };
}

const of = (kind: Change['kind'], found: readonly string[]): Change[] =>
  found.map((what) => ({ kind, what: sentence(what) }));

const sinceOf = ({ estimates }: Side, asOf: string): Comparison['since'] => ({
  asOf,
  since: estimates.since ?? null,
  reasons: estimates.reasons,
});
