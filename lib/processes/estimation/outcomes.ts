import type { RoundRow } from '../../rounds/row.ts';
import type { Scale } from '../../trust/scale.ts';
import {
  calibrationOutcome,
  closenessOutcome,
  followingOutcome,
  resultOutcome,
  shownOutcome,
  statedOutcome,
  trustOutcome,
} from '../outcomes/from-rows.ts';
import type { Outcome } from '../outcomes/outcome.ts';

type Maker = (rows: readonly RoundRow[], scale: Scale) => Outcome;

/** What a process may change beside the level of trust, and in what its effect is told. */
export const OTHER_OUTCOMES = [
  {
    outcome: 'calibration',
    unit: 'trust more for a recommender whose fidelity is higher by 1',
    make: calibrationOutcome,
  },
  { outcome: 'following', unit: 'share of recommendations taken as they are', make: followingOutcome },
  { outcome: 'closeness', unit: 'share of the way to the recommendation', make: closenessOutcome },
  { outcome: 'shown', unit: 'weight of advice, 0 to 1', make: shownOutcome },
  { outcome: 'stated', unit: 'points of the answer, 1 to 7', make: statedOutcome },
  { outcome: 'result', unit: 'money of the seller a round', make: resultOutcome },
] as const satisfies readonly { readonly outcome: string; readonly unit: string; readonly make: Maker }[];

export const trustLevel: Maker = trustOutcome;

const SMALLEST_DIFFERENCE = 0.05; // of mean fidelity between recommenders

/** Whether recommenders differ enough in fidelity for trust to follow the difference: q = (g q) / g of a calibration. */
export function qualityDiffers({ bases: [gaps, weighted] }: Outcome): boolean {
  let [least, most] = [Infinity, -Infinity];
  for (const [i, gap] of gaps.entries()) {
    const q = (weighted?.[i] ?? 0) / gap;
    least = Math.min(least, q);
    most = Math.max(most, q);
  }
  return most - least >= SMALLEST_DIFFERENCE;
}
