import { chiSquareBeyond } from './chi-square.ts';
import { logGamma } from './log-gamma.ts';

/** Pearson's chi-square of counts against shares: sum_i (S_i - n s_i)^2 / (n s_i), df = arms - 1. Null where an expected
 *  count is below 5, for which it is no chi-square (Cochran 1954).
 *  @param counts whole, from 0; @param shares above 0, adding up to 1 */
export function pearson(
  counts: readonly number[],
  shares: readonly number[],
): { readonly statistic: number; readonly df: number } | null {
  check(counts, shares);
  const n = counts.reduce((sum, count) => sum + count, 0);
  if (shares.some((share) => n * share < 5)) return null;
  const statistic = counts.reduce(
    (sum, count, i) => sum + (count - n * at(shares, i)) ** 2 / (n * at(shares, i)),
    0,
  );
  return { statistic, df: counts.length - 1 };
}

/** ln of the evidence against shares s in counts S, against a Dirichlet with mean s and weight k. In a series of looks, each
 *  with the units of the one before and more, exp of it exceeds 1/a at any look with probability at most a, so
 *  1/exp of it is a p value at whatever look one stops (Lindon & Malek 2022, Anytime-valid inference for multinomial count
 *  data, NeurIPS, eq. 6).
 *      ln O = lnG(k) - lnG(k + n) + sum_i [lnG(k s_i + S_i) - lnG(k s_i) - S_i ln s_i]
 *  @param weight k > 0: large finds small deviations late, small finds large ones early */
export function sequentialEvidence(
  counts: readonly number[],
  shares: readonly number[],
  weight = 100,
): number {
  check(counts, shares);
  const n = counts.reduce((sum, count) => sum + count, 0);
  const terms = counts.map((count, i) => {
    const prior = weight * at(shares, i);
    return logGamma(prior + count) - logGamma(prior) - count * Math.log(at(shares, i));
  });
  return logGamma(weight) - logGamma(weight + n) + terms.reduce((sum, term) => sum + term, 0);
}

/** P of a chi-square statistic. */
export const chiSquareP = ({ statistic, df }: { readonly statistic: number; readonly df: number }): number =>
  chiSquareBeyond(statistic, df);

const at = (values: readonly number[], i: number): number => values[i] ?? 0;

function check(counts: readonly number[], shares: readonly number[]): void {
  if (counts.length !== shares.length || counts.length < 2)
    throw new RangeError('a multinomial test requires a count for each of at least two shares');
  if (!counts.every((count) => Number.isInteger(count) && count >= 0))
    throw new RangeError('a multinomial test requires whole counts from 0');
  if (
    !shares.every((share) => share > 0) ||
    Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) > 1e-9
  )
    throw new RangeError('a multinomial test requires shares above 0 that add up to 1');
}
