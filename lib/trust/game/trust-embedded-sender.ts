import type { CapacityGame } from './capacity-game.ts';
import { discountedQuantile } from './trust-embedded-receiver.ts';
import { uniformCdf, uniformQuantile } from './uniform-sum.ts';

/** How a message stands to what the sender knows: the truth, more than the truth, or the most that can be said. */
export type Regime = 'truthful' | 'inflated' | 'capped';

export interface Message {
  readonly z: number;
  readonly regime: Regime;
}

/** Message of a sender who dislikes lying by beta a unit and believes the receiver has trust alpha (TE-U), docs/model.md 1.5:
 *      U = (r - w) E min(mu + xi + eps, K(z)) - beta |z - xi|
 *      b = beta / ((r - w) alpha)      kappa = H^-1(q)
 *      b >= 1 - G(alpha xi + kappa - xi):  z = xi      else  z = (xi + G^-1(1 - b) - kappa) / alpha, cut to [xi, xi_hi]
 *  A sender who believes alpha = 0 gains nothing by any message and tells the truth.
 *  @throws RangeError unless beta >= 0, alpha in [0,1] and xi in its support */
export function trustEmbeddedMessage(game: CapacityGame, alpha: number, xi: number, beta: number): Message {
  requireForecast(game, xi);
  if (!(beta >= 0)) throw new RangeError('trustEmbeddedMessage requires beta >= 0');
  const kappa = discountedQuantile(game, alpha, game.xi);
  const gain = (game.retailPrice - game.wholesalePrice) * alpha;
  const least = 1 - uniformCdf(game.eps, alpha * xi + kappa - xi);
  if (beta >= gain * least) return { z: xi, regime: 'truthful' };
  const wanted = (xi + uniformQuantile(game.eps, 1 - beta / gain) - kappa) / alpha;
  if (wanted >= game.xi.high) return { z: game.xi.high, regime: 'capped' };
  return { z: Math.max(wanted, xi), regime: 'inflated' };
}

/** What a message tells about beta: a value where it is inflated, a least value where it is the truth, a largest where it
 *  is capped. A message below the truth is none that any beta would send. */
export type ImpliedDisutility =
  | { readonly regime: 'inflated'; readonly beta: number }
  | { readonly regime: 'truthful'; readonly atLeast: number }
  | { readonly regime: 'capped'; readonly atMost: number }
  | { readonly regime: 'deflated' };

/** beta = (r - w) alpha (1 - G(alpha z + kappa - xi)), docs/model.md 1.5.
 *  @param slack distance from the truth, or from the cap, that still counts as the truth, or as capped
 *  @throws RangeError unless alpha is in [0,1] and xi and z in the support of xi */
export function impliedDisutility(
  game: CapacityGame,
  alpha: number,
  xi: number,
  z: number,
  slack = 1e-9,
): ImpliedDisutility {
  requireForecast(game, xi);
  requireForecast(game, z);
  const kappa = discountedQuantile(game, alpha, game.xi);
  const beta =
    (game.retailPrice - game.wholesalePrice) * alpha * (1 - uniformCdf(game.eps, alpha * z + kappa - xi));
  if (Math.abs(z - xi) <= slack) return { regime: 'truthful', atLeast: beta };
  if (z < xi) return { regime: 'deflated' };
  if (z >= game.xi.high - slack) return { regime: 'capped', atMost: beta };
  return { regime: 'inflated', beta };
}

function requireForecast({ xi }: CapacityGame, value: number): void {
  if (!(value >= xi.low && value <= xi.high))
    throw new RangeError('a trust-embedded sender requires forecasts and messages in the support of xi');
}
