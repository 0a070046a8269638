import { logSumExp } from '../../stats/log-sum-exp.ts';
import { CLASSES, type Panel, type Signs } from './kit.ts';
import { sellersAt } from './sellers.ts';

/** A seller-level mixture: every seller is of one type in all her rounds. */
export interface Mixture {
  readonly theta: Float64Array; // of the kit, shared by all types
  readonly shares: readonly number[]; // pi, in the order of CLASSES
}

/** ll_ic of every type. */
export function classLikelihoods(panel: Panel, theta: ArrayLike<number>, signs: Signs): Float64Array[] {
  return CLASSES.map(({ name }) => sellersAt(panel, name, theta, signs));
}

/** ll_i = logsumexp_c (ln pi_c + ll_ic). */
export function mixtureLikelihoods(
  byClass: readonly Float64Array[],
  shares: readonly number[],
): Float64Array {
  return (byClass[0] ?? new Float64Array(0)).map((_, i) => logSumExp(terms(byClass, shares, i)));
}

/** R_ic: the probability that seller i is of type c. */
export function responsibilities(
  byClass: readonly Float64Array[],
  shares: readonly number[],
  i: number,
): number[] {
  const each = terms(byClass, shares, i);
  const all = logSumExp(each);
  return each.map((value) => Math.exp(value - all));
}

function terms(byClass: readonly Float64Array[], shares: readonly number[], i: number): number[] {
  return byClass.map((values, c) => Math.log(shares[c] ?? 0) + (values[i] as number));
}
