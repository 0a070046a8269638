import { SMALLEST_CELL } from '../mean-of-cells.ts';
import type { Quantity } from '../quantity-schema.ts';
import { quantity, unknownQuantity } from '../quantity.ts';

/** Answers of 1 to 7, one a seller: whole numbers, so that they add up to the same digit in any order. */
export interface Sums {
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
}

/** Mean of x_1 .. x_n with its 95 % interval, cut to 1 to 7; null below twenty sellers: docs/model.md 6.14.
 *      Var = (sum x^2 - (sum x)^2 / n) / (n (n - 1)) */
export function quarterlyMean({ n, sum, squares }: Sums) {
  const { estimate, lower, upper } = told({ n, sum, squares });
  return { sellers: n, mean: estimate, lower, upper };
}

function told({ n, sum, squares }: Sums): Quantity {
  if (n < SMALLEST_CELL) return unknownQuantity('few', n);
  const variance = (n * squares - sum * sum) / (n * n * (n - 1));
  return quantity(sum / n, Math.sqrt(variance), n, [1, 7]);
}
