import { anytimeWidth } from '../stats/confidence-sequence.ts';
import { normalQuantile } from '../stats/normal.ts';
import type { Quantity, Repeated } from './quantity-schema.ts';

/** Smallest difference in trust worth acting on, where nobody has set one: decision 0017. */
export const SMALLEST_CHANGE = 0.05;

/** Fewer sellers than this, and the interval for all looks, which is asymptotic, promises nothing: decision 0072. */
export const FEWEST_FOR_SERIES = 20;

/** Half-width in standard errors that 52 looks need, whatever they have in common: Bonferroni, Phi^-1(1 - .05/104). */
const OF_A_YEAR = normalQuantile(1 - 0.05 / (2 * 52));

/** Half-width in standard errors at all looks together. The confidence sequence takes it that looks add information to what is
 *  known; where each look mostly replaces the last, as for trust that drifts, it is too narrow around the look it is planned
 *  for. Hence never less than a year of looks need: decision 0017. */
function widthAtAllLooks(se: number, plannedSe: number): number {
  return Math.max(anytimeWidth(se, plannedSe), OF_A_YEAR);
}

/** The standard error at which a series is tuned: where its interval is as wide to each side as the smallest difference worth
 *  acting on. It depends on nothing that was seen.
 *  @param smallest > 0, in the unit of the number that is repeated */
export function plannedSeFor(smallest: number): number {
  return smallest / widthAtAllLooks(1, 1);
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
  if (se === 0) return without(reason ?? 'no spread: all alike');
  const half = se * widthAtAllLooks(se, plannedSe);
  const [lower, upper] = [Math.max(estimate - half, least), Math.min(estimate + half, most)];
  return { ...value, anytime: { lower, upper, reason } };
}
