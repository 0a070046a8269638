import { clusteredMean } from '../../stats/clustered-mean.ts';
import type { Quantity } from '../quantity-schema.ts';
import { meanQuantity } from '../quantity.ts';
import type { JudgedRound } from './judged-round.ts';

/** Share of rounds in which the recommendation served better than the seller's own plan (r > 0), a tie counting half;
 *  clustered by seller. */
export function betterShareOf(sellers: readonly (readonly JudgedRound[])[]): Quantity {
  const wins = sellers.map((rounds) => rounds.flatMap(({ r }) => (r === null ? [] : (Math.sign(r) + 1) / 2)));
  return meanQuantity(
    clusteredMean(wins),
    [0, 1],
    'no round with a known outcome, prior plan and recommendation',
  );
}
