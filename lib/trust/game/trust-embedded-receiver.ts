import { criticalRatio, type CapacityGame } from './capacity-game.ts';
import { uniformSumQuantile, type Interval } from './uniform-sum.ts';

/** What the receiver believes of xi where she does not trust: the prior (TE-U), or the prior below the message, since no
 *  sender would under-report (TE-T). The product's trust factor is TE-U's: dK/dz = alpha. */
export type UntrustedBelief = 'untruncated' | 'truncated';

/** Capacity of a receiver with trust alpha who hears z, docs/model.md 1.4. She acts as if xi were alpha z + (1 - alpha) xi_T:
 *      K = mu + alpha z + H^-1(q)      H the distribution of (1 - alpha) xi_T + eps
 *  @param alpha trust factor in [0,1]; 1 believes the message, 0 makes no use of it
 *  @param z a message in the support of xi
 *  @throws RangeError unless alpha is in [0,1] and z in the support of xi */
export function trustEmbeddedCapacity(
  game: CapacityGame,
  alpha: number,
  z: number,
  belief: UntrustedBelief,
): number {
  if (!(z >= game.xi.low && z <= game.xi.high))
    throw new RangeError('trustEmbeddedCapacity requires a message in the support of xi');
  const untrusted = belief === 'untruncated' ? game.xi : { low: game.xi.low, high: z };
  return game.mu + alpha * z + discountedQuantile(game, alpha, untrusted);
}

/** kappa = H^-1(q), H the distribution of (1 - alpha) xi_T + eps.
 *  @throws RangeError unless alpha is in [0,1] */
export function discountedQuantile(game: CapacityGame, alpha: number, untrusted: Interval): number {
  if (!(alpha >= 0 && alpha <= 1)) throw new RangeError('trust-embedded play requires alpha in [0,1]');
  const rest = { low: (1 - alpha) * untrusted.low, high: (1 - alpha) * untrusted.high };
  return uniformSumQuantile(rest, game.eps, criticalRatio(game));
}
