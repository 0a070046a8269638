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
  const squares = filled
    .map((decisions) => decisions.reduce((sum, { d, g, z }) => sum + z * (d - alpha * g), 0))
    .reduce((sum, score) => sum + score * score, 0);
  return quantity(alpha, Math.sqrt((C / (C - 1)) * squares) / Math.abs(gz), C);
}
