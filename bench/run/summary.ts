import { median } from '../../lib/stats/median.ts';
import type { Round } from './measure.ts';

/** Ratios ours / baseline of CPU time: below 1 ours takes less. */
export interface Summary {
  readonly ratio: number; // median of the rounds' ratios
  readonly lower: number; // quartiles of them
  readonly upper: number;
  readonly rounds: number;
  readonly ours: number; // CPU seconds, median
  readonly baseline: number;
}

/** @throws RangeError without a round */
export function summaryOf(rounds: readonly Round[]): Summary {
  if (rounds.length === 0) throw new RangeError('summaryOf requires a round');
  const ratios = rounds.map(({ ours, baseline }) => ours / baseline).toSorted((a, b) => a - b);
  const at = (share: number): number => ratios[Math.round(share * (ratios.length - 1))] as number;
  return {
    ratio: median(ratios) as number,
    lower: at(0.25),
    upper: at(0.75),
    rounds: rounds.length,
    ours: median(rounds.map(({ ours }) => ours)) as number,
    baseline: median(rounds.map(({ baseline }) => baseline)) as number,
  };
}
