import type { Quantity } from '../quantity-schema.ts';
import { quantity, unknownQuantity } from '../quantity.ts';
import type { JudgedRound } from './judged-round.ts';

/** Skill of a recommender against the sellers' own plans, docs/model.md 6.9.5:
 *      1 - sum (m - y)^2 / sum (p - y)^2
 *  1 is perfect, 0 no better than the plan, negative worse. Standard error of the ratio by the delta method, clustered by
 *  seller. */
export function skillOf(sellers: readonly (readonly JudgedRound[])[]): Quantity {
  const sums = sellers
    .map((rounds) =>
      rounds.flatMap(({ m, y, p }) => (p === null ? [] : [[(m - y) ** 2, (p - y) ** 2] as const])),
    )
    .filter((errors) => errors.length > 0)
    .map((errors) => ({
      theirs: errors.reduce((sum, [theirs]) => sum + theirs, 0),
      own: errors.reduce((sum, [, own]) => sum + own, 0),
    }));
  const own = sums.reduce((sum, seller) => sum + seller.own, 0);
  const C = sums.length;
  if (C === 0) return unknownQuantity('no recommendation with a known outcome and prior plan');
  if (!(own > 0)) return unknownQuantity('every prior plan was right to begin with', C);
  const ratio = sums.reduce((sum, { theirs }) => sum + theirs, 0) / own;
  if (C < 2) return quantity(1 - ratio, null, C, undefined, 'one seller only: no standard error');
  const squares = sums.reduce((sum, seller) => sum + (seller.theirs - ratio * seller.own) ** 2, 0);
  return quantity(1 - ratio, Math.sqrt((C / (C - 1)) * squares) / own, C, [-Infinity, 1]);
}
