import type { Quantity } from '../quantity-schema.ts';
import { quantity, unknownQuantity } from '../quantity.ts';

/** A decision whose recommendation carried a logged random shift z. */
export interface JitteredDecision {
  readonly d: number; // move a - p
  readonly g: number; // gap m - p
  readonly z: number; // the shift, mean zero, drawn without looking at anything
}

/** Trust with the randomised jitter as its instrument, docs/model.md 6.9.6:
 *      alpha = sum d z / sum g z      Var = C/(C-1) sum_i (sum z (d - alpha g))^2 / (sum g z)^2      C sellers
 *  What the seller knows beside her plan can not bias it, since nothing she knows moves with z. */
export function jitterTrust(sellers: readonly (readonly JitteredDecision[])[]): Quantity {
  const filled = sellers.filter((decisions) => decisions.some(({ z }) => z !== 0));
  const all = filled.flat();
  const gz = all.reduce((sum, { g, z }) => sum + g * z, 0);
  const C = filled.length;
  if (all.length === 0) return unknownQuantity('no recommendation carried a random shift');
  if (gz === 0) return unknownQuantity('the random shift did not reach the gap', C);
  const alpha = all.reduce((sum, { d, z }) => sum + d * z, 0) / gz;
  if (C < 2) return quantity(alpha, null, C, undefined, 'one seller only: no standard error');
  const spread = deviation(filled, ({ d, g, z }) => z * (d - alpha * g));
  const weak = isWeak(filled, all) ? WEAK : null;
  return quantity(alpha, spread / Math.abs(gz), C, undefined, weak);
}

const WEAK = 'the random shifts are small beside the gaps: the interval may be too narrow';

/** First stage g = pi z + e: F = (pi / se)^2 below 10. Staiger & Stock (1997), Econometrica 65. */
function isWeak(
  sellers: readonly (readonly JitteredDecision[])[],
  all: readonly JitteredDecision[],
): boolean {
  const zz = all.reduce((sum, { z }) => sum + z * z, 0);
  const pi = all.reduce((sum, { g, z }) => sum + g * z, 0) / zz;
  const se = deviation(sellers, ({ g, z }) => z * (g - pi * z)) / zz;
  return !((pi / se) ** 2 >= 10);
}

/** Standard deviation of a sum over sellers, clustered: C/(C-1) sum_i S_i^2. */
function deviation(
  sellers: readonly (readonly JitteredDecision[])[],
  score: (decision: JitteredDecision) => number,
): number {
  const C = sellers.length;
  const sums = sellers.map((decisions) => decisions.reduce((sum, each) => sum + score(each), 0));
  return Math.sqrt((C / (C - 1)) * sums.reduce((sum, value) => sum + value * value, 0));
}
