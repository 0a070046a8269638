import { comparePeriods, periodOf } from '../period.ts';
import type { Sequence } from '../sequence.ts';

/** Periods, from the first to the last of them. */
export interface Span {
  readonly first: string;
  readonly last: string;
}

/** What trust is compared between. */
export interface Window {
  readonly from: Span;
  readonly to: Span;
}

/** First and last quarter of the full periods: those in which at least half as many sequences made a decision as in the
 *  largest. The few who are asked before most have begun, or after most have stopped, are other people; and not everybody is asked
 *  in every period. Null where there are no two. */
export function changeWindow(sequences: readonly Sequence[]): Window | null {
  const sellers = new Map<string, number>();
  for (const sequence of sequences)
    for (const period of lastDecisions(sequence).keys()) sellers.set(period, (sellers.get(period) ?? 0) + 1);
  const most = [...sellers.values()].reduce((a, b) => Math.max(a, b), 0);
  const full = [...sellers].filter(([, count]) => 2 * count >= most).map(([period]) => period);
  const ordered = full.toSorted(comparePeriods);
  const quarter = Math.ceil(ordered.length / 4);
  const [from, to] = [spanOf(ordered.slice(0, quarter)), spanOf(ordered.slice(-quarter))];
  return from === null || to === null || ordered.length < 2 ? null : { from, to };
}

function spanOf(periods: readonly string[]): Span | null {
  const [first, last] = [periods[0], periods.at(-1)];
  return first === undefined || last === undefined ? null : { first, last };
}

/** The step of a sequence's first decision within the first span, and whether it made one in the second or later.
 *  Undefined where it made none in the first. */
export function within(
  { steps, rounds }: Sequence,
  { from, to }: Window,
): { readonly step: number; readonly stayed: boolean } | undefined {
  const periods = steps.map(({ round }) => {
    const use = round === null ? undefined : rounds[round];
    return use && periodOf(use.row);
  });
  const step = periods.findIndex(
    (period) =>
      period !== undefined &&
      comparePeriods(period, from.first) >= 0 &&
      comparePeriods(period, from.last) <= 0,
  );
  if (step < 0) return undefined;
  return {
    step,
    stayed: periods.some((period) => period !== undefined && comparePeriods(period, to.first) >= 0),
  };
}

/** The step of the last decision of each period, in the order of time. */
export function lastDecisions({ steps, rounds }: Sequence): Map<string, number> {
  const periods = new Map<string, number>();
  steps.forEach(({ round }, k) => {
    const use = round === null ? undefined : rounds[round];
    if (use) periods.set(periodOf(use.row), k);
  });
  return periods;
}
