import type { Estimates } from '../trust/estimates.ts';
import type { Repeated } from '../trust/quantity-schema.ts';
import type { Change } from '../trust/trust-schema.ts';

/** How far trust in one recommender moved, over the same sellers. */
export interface Movement {
  readonly recommender: string;
  readonly change: Change;
  /** rose, fell: told by the interval that holds at all looks; none: that interval leaves no change possible. */
  readonly direction: 'rose' | 'fell' | 'none' | 'cannot tell';
}

/** Why it is not told. */
export const whyUntold = ({ estimate, reason, anytime }: Repeated): string =>
  (estimate === null ? reason : anytime.reason) ??
  reason ??
  anytime.reason ??
  'every change there can be lies in its interval';

/** One movement a recommender, in the order of the estimates. */
export function movements({ trust }: Pick<Estimates, 'trust'>): Movement[] {
  return Object.entries(trust.change.byRecommender).map(([recommender, change]) => ({
    recommender,
    change,
    direction: directionOf(change),
  }));
}

/** Told by the interval that holds at all looks; not by one in which every change there can be lies. */
export function directionOf({ estimate, anytime: { lower, upper } }: Repeated): Movement['direction'] {
  if (estimate === null || lower === null || upper === null) return 'cannot tell';
  if (lower <= -1 && upper >= 1) return 'cannot tell';
  if (lower > 0) return 'rose';
  return upper < 0 ? 'fell' : 'none';
}
