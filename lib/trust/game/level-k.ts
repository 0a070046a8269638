import { babblingCapacity } from './babbling.ts';
import { criticalRatio, type CapacityGame } from './capacity-game.ts';
import { uniformQuantile, uniformSumQuantile } from './uniform-sum.ts';

/** What an indifferent sender says: the smallest lie that is enough, or the largest message there is. */
export type TieBreak = 'minimal' | 'cap';

/** delta = eps_hi - G^-1(q): how far above his forecast a sender must report to a credulous receiver to see all demand
 *  served; 2 e (1 - q) for eps uniform on [-e, e]. docs/model.md 2.2. */
export function levelKInflation(game: CapacityGame): number {
  return game.eps.high - uniformQuantile(game.eps, criticalRatio(game));
}

/** Message of an L_k sender: z = min(xi + k delta, xi_hi). L0 tells the truth; under `cap` every higher level sends xi_hi.
 *  Level-k in the convention of Crawford (2003), American Economic Review 93, 133-149.
 *  @param k 0, 1, 2, ...
 *  @throws RangeError unless k is a whole number from 0 and xi in its support */
export function levelKMessage(game: CapacityGame, k: number, xi: number, tieBreak: TieBreak): number {
  requireLevel(game, k, xi);
  if (tieBreak === 'cap' && k > 0) return game.xi.high;
  return Math.min(xi + k * levelKInflation(game), game.xi.high);
}

/** Capacity of an L_k receiver who hears z, the best response to the L_k sender, docs/model.md 2.2:
 *      below the cap    K = mu + max(z - k delta, xi_lo) + G^-1(q)
 *      at the cap       K = mu + quantile q of U[max(xi_lo, xi_hi - k delta), xi_hi] + eps
 *  Under `cap` the message of every level above 0 says nothing, and she plays babbling.
 *  @throws RangeError unless k is a whole number from 0 and z in the support of xi */
export function levelKCapacity(game: CapacityGame, k: number, z: number, tieBreak: TieBreak): number {
  requireLevel(game, k, z);
  if (tieBreak === 'cap' && k > 0) return babblingCapacity(game);
  const { mu, xi, eps } = game;
  const q = criticalRatio(game);
  const discount = k * levelKInflation(game);
  if (z < xi.high) return mu + Math.max(z - discount, xi.low) + uniformQuantile(eps, q);
  const pooled = { low: Math.max(xi.low, xi.high - discount), high: xi.high };
  return mu + uniformSumQuantile(pooled, eps, q);
}

function requireLevel({ xi }: CapacityGame, k: number, value: number): void {
  if (!(Number.isInteger(k) && k >= 0)) throw new RangeError('level-k play requires a whole number k from 0');
  if (!(value >= xi.low && value <= xi.high))
    throw new RangeError('level-k play requires forecasts and messages in the support of xi');
}
