import { criticalRatio, type CapacityGame } from './capacity-game.ts';
import { uniformSumQuantile } from './uniform-sum.ts';

/** Capacity in the babbling equilibrium, the only one: the message says nothing, so it is not heard.
 *      K = mu + H^-1(q)      H the distribution of xi + eps */
export function babblingCapacity(game: CapacityGame): number {
  return game.mu + uniformSumQuantile(game.xi, game.eps, criticalRatio(game));
}
