import type { RoundRow } from '../../rounds/row.ts';
import type { Scale } from '../../trust/scale.ts';
import {
  closenessOutcome,
  followingOutcome,
  resultOutcome,
  shownOutcome,
  statedOutcome,
  trustOutcome,
} from '../outcomes/from-rows.ts';
import type { Outcome } from '../outcomes/outcome.ts';
import { periodOf } from '../../trust/period.ts';
import { calibrationByRecommenders } from '../outcomes/recommenders-apart.ts';
import type { Practice } from './practice.ts';

type Maker = (rows: readonly RoundRow[], scale: Scale, design?: Practice['design']) => Outcome;

/** What a process may change beside the level of trust, and in what its effect is told. */
export const OTHER_OUTCOMES = [
  {
    outcome: 'calibration',
    unit: 'weight of advice more for the recommender of the highest fidelity than of the lowest',
    make: (rows: readonly RoundRow[], scale: Scale, design?: Practice['design']) =>
      calibrationByRecommenders(rows, scale, design === 'rollout' ? periodOf : undefined),
  },
  { outcome: 'following', unit: 'share of recommendations taken as they are', make: followingOutcome },
  { outcome: 'closeness', unit: 'share of the way to the recommendation', make: closenessOutcome },
  { outcome: 'shown', unit: 'weight of advice, 0 to 1', make: shownOutcome },
  { outcome: 'stated', unit: 'points of the answer, 1 to 7', make: statedOutcome },
  { outcome: 'result', unit: 'money of the seller a round', make: resultOutcome },
] as const satisfies readonly { readonly outcome: string; readonly unit: string; readonly make: Maker }[];

export const trustLevel: Maker = trustOutcome;
