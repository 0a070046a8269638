import { comparePeriods, periodOf } from '../period.ts';
import type { Sequence } from '../sequence.ts';

/** The periods between which trust is compared. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

/** First and last full period: one in which at least half as many sequences made a decision as in the largest. The few who
 *  are asked before most have begun, or after most have stopped, are other people. Null where there are no two. */
export function changeWindow(sequences: readonly Sequence[]): Window | null {
  const sellers = new Map<string, number>();
  for (const sequence of sequences)
    for (const period of lastDecisions(sequence).keys()) sellers.set(period, (sellers.get(period) ?? 0) + 1);
  const most = [...sellers.values()].reduce((a, b) => Math.max(a, b), 0);
  const full = [...sellers].filter(([, count]) => 2 * count >= most).map(([period]) => period);
  const [from, ...later] = full.toSorted(comparePeriods);
  const to = later.at(-1);
  return from === undefined || to === undefined ? null : { from, to };
}

/** The step of the last decision of each period, in the order of periods. */
export function lastDecisions({ steps, rounds }: Sequence): Map<string, number> {
  const periods = new Map<string, number>();
  steps.forEach(({ round }, k) => {
    const use = round === null ? undefined : rounds[round];
    if (use) periods.set(periodOf(use.row), k);
  });
  return periods;
}
