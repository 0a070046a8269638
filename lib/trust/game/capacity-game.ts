import { criticalFractile } from './newsvendor.ts';
import type { Interval } from './uniform-sum.ts';

/** Forecast sharing as cheap talk, docs/model.md 1.1: demand D = mu + xi + eps; the sender knows xi and sends a message z, the
 *  receiver builds capacity K before D is known.
 *      sender    (r - w) E min(D,K)        receiver    (w - c) E min(D,K) - c_K K
 *  Özer, Zheng & Chen (2011), Management Science 57(6). */
export interface CapacityGame {
  readonly mu: number;
  readonly xi: Interval; // the sender's private forecast, uniform; also the messages that can be sent
  readonly eps: Interval; // what nobody knows, uniform
  readonly retailPrice: number; // r
  readonly wholesalePrice: number; // w
  readonly unitCost: number; // c
  readonly capacityCost: number; // c_K
}

/** q = (w - c - c_K) / (w - c): a unit of capacity too few costs w - c - c_K, one too many costs c_K.
 *  @throws RangeError unless capacity pays: 0 < c_K < w - c */
export function criticalRatio(game: CapacityGame): number {
  const { wholesalePrice, unitCost, capacityCost } = game;
  return criticalFractile(wholesalePrice - unitCost - capacityCost, capacityCost);
}
