import { anytimeInterval, anytimeWidth } from '../stats/confidence-sequence.ts';
import type { Quantity, Repeated } from './quantity-schema.ts';

/** Smallest difference in trust worth acting on, where nobody has set one: decision 0017. */
export const SMALLEST_CHANGE = 0.05;

/** Fewer sellers than this, and the interval for all looks, which is asymptotic, promises nothing: decision 0072. */
export const FEWEST_FOR_SERIES = 20;

/** The standard error at which a series is tuned: where its interval is as wide to each side as the smallest difference worth
 *  acting on. It depends on nothing that was seen.
 *  @param smallest > 0, in the unit of the number that is repeated */
export function plannedSeFor(smallest: number): number {
  return smallest / anytimeWidth(1, 1);
}

/** A number that every report repeats, with an interval that holds at all reports together (decision 0072) beside its own,
 *  which holds at one. Null stays null, with its reason.
 *  @param plannedSe > 0, in the unit of the number and fixed before looking: `plannedSeFor`
 *  @param range the values the number can have */
export function repeated(
  value: Quantity,
  plannedSe: number,
  [least, most]: readonly [number, number] = [-Infinity, Infinity],
): Repeated {
  const { estimate, se, n, reason } = value;
  const without = (why: string): Repeated => ({
    ...value,
    anytime: { lower: null, upper: null, reason: why },
  });
  if (estimate === null) return without(reason ?? 'cannot be told');
  if (se === null) return without(reason ?? 'no standard error');
  if (n < FEWEST_FOR_SERIES) return without(`fewer than ${FEWEST_FOR_SERIES} to hold it at all looks`);
  if (se === 0) return { ...value, anytime: { lower: estimate, upper: estimate, reason } };
  const { lower, upper } = anytimeInterval({ estimate, se }, plannedSe);
  return { ...value, anytime: { lower: Math.max(lower, least), upper: Math.min(upper, most), reason } };
}
