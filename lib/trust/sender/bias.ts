import { clusteredMean } from '../../stats/clustered-mean.ts';
import type { Quantity } from '../quantity-schema.ts';
import { meanQuantity } from '../quantity.ts';
import type { JudgedRound } from './judged-round.ts';

/** Bias of a recommender, mean(m - y) on the scale, clustered by seller: positive if it asks for too much. docs/model.md 6.9.1.
 *  @param sellers the judged rounds of each seller */
export function biasOf(sellers: readonly (readonly JudgedRound[])[]): Quantity {
  const errors = clusteredMean(sellers.map((rounds) => rounds.map(({ m, y }) => m - y)));
  return meanQuantity(errors, [-Infinity, Infinity], 'no recommendation with a known outcome');
}

/** Mean fidelity r over rounds that have one, clustered by seller. */
export function meanFidelityOf(sellers: readonly (readonly JudgedRound[])[]): Quantity {
  const values = clusteredMean(sellers.map((rounds) => rounds.flatMap(({ r }) => r ?? [])));
  return meanQuantity(values, [-1, 1], 'no round with a known outcome, prior plan and recommendation');
}
