import { median } from '../../stats/median.ts';
import type { Prepared } from './study.ts';

/** What one division into folds gives. Columns are by row; their means are the quantities, up to the weights in them. */
export interface Split {
  readonly estimate: number;
  readonly influence: Float64Array; // mean 0; the estimate's error is its mean
  /** Of Chernozhukov et al. (2022): sigma^2 = E[(y - f)^2], nu^2 = E[2 m(W, a) - a^2], and their influence functions. */
  readonly sigma2: number;
  readonly nu2: number;
  readonly sigma2Influence: Float64Array;
  readonly nu2Influence: Float64Array;
}

/** The standard error of the mean of influences whose sellers are independent of each other:
 *      Var = C/(C-1) sum_c (sum of c)^2 / n^2 */
export function clusteredSe({ cluster, sellers, n }: Prepared, influence: Float64Array): number {
  const sums = bySeller(cluster, sellers.length, influence);
  const C = new Set(cluster).size;
  return Math.sqrt((C / (C - 1)) * sums.reduce((sum, value) => sum + value * value, 0)) / n;
}

export function bySeller(cluster: Int32Array, sellers: number, values: Float64Array): Float64Array {
  const sums = new Float64Array(sellers);
  cluster.forEach((seller, i) => (sums[seller] = (sums[seller] as number) + (values[i] as number)));
  return sums;
}

/** Repeats of an estimate in one number:
 *      theta = median theta_s      se^2 = median (se_s^2 + (theta_s - theta)^2)
 *  so the spread between divisions counts. Chernozhukov et al. (2018), definition 3.3. */
export function overRepeats(found: readonly { readonly estimate: number; readonly se: number }[]): {
  estimate: number;
  se: number;
} {
  const estimate = median(found.map((split) => split.estimate)) ?? Number.NaN;
  const variance = median(found.map((split) => split.se ** 2 + (split.estimate - estimate) ** 2));
  return { estimate, se: Math.sqrt(variance ?? Number.NaN) };
}

/** The mean of influences over repeats, by seller and in the estimate's unit: sums to its error. */
export function meanInfluence({ cluster, sellers, n }: Prepared, splits: readonly Split[]): Float64Array {
  const total = new Float64Array(sellers.length);
  for (const { influence } of splits)
    bySeller(cluster, sellers.length, influence).forEach(
      (value, seller) => (total[seller] = (total[seller] as number) + value / (n * splits.length)),
    );
  return total;
}
