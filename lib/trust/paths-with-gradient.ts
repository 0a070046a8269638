import { semidefiniteFactor } from '../stats/cholesky.ts';
import type { TrustPath } from './estimator.ts';
import type { SegmentFit } from './trust-fit.ts';

export type PathOnly = Omit<TrustPath, 'gradient' | 'excess' | 'excessOfChange'>;

/** Paths under a fit, each with what the uncertainty of its parameters adds. With Sigma = L L', l_c the columns of L and
 *  theta_c+- = theta +- l_c, one standard error out in as many directions as there are fitted parameters:
 *      l_c' dm/dtheta = (m(theta_c+) - m(theta_c-)) / 2      solved for dm/dtheta
 *      excess = sum_c [ (P(theta_c+) + P(theta_c-)) / 2 - P(theta) ]     mean of P over theta minus P at it
 *  Var = P + excess + dm' Sigma dm: the law of total variance, to second order. Without the excess a drift q that was
 *  estimated too small leaves bands too narrow, and none is ever widened where q was estimated at zero.
 *  @param pathsAt the paths at a theta, always of the same sequences in the same order */
export function pathsWithGradient(
  fit: Pick<SegmentFit, 'theta' | 'covariance'>,
  pathsAt: (theta: Float64Array) => readonly PathOnly[],
): TrustPath[] {
  const theta = Float64Array.from(fit.theta);
  const free = fit.covariance.flatMap((row, j) => ((row[j] ?? 0) > 0 ? [j] : []));
  const factor = semidefiniteFactor(free.map((j) => free.map((k) => fit.covariance[j]?.[k] ?? 0)));
  const pairs = factor.map((row, c): Pair => {
    if (row[c] === 0) return { up: [], down: [] };
    const [up = [], down = []] = [1, -1].map((sign) => pathsAt(moved(theta, free, factor, c, sign)));
    return { up, down };
  });
  return pathsAt(theta).map((path, i) =>
    Object.assign(path, {
      gradient: gradientOf(path, pairs, i, { free, factor, places: fit.covariance.length }),
      excess: path.variance.map((P, k) => excess(P, pairs, i, ({ variance }) => variance[k] ?? P)),
      excessOfChange: (step: number) =>
        excess(changeVariance(path, step), pairs, i, (other) => changeVariance(other, step)),
    }),
  );
}

/** Paths one standard error out and back in one direction; none where that direction is covered by those before it. */
interface Pair {
  readonly up: readonly PathOnly[];
  readonly down: readonly PathOnly[];
}

function moved(
  theta: Float64Array,
  free: readonly number[],
  factor: readonly (readonly number[])[],
  c: number,
  sign: number,
): Float64Array {
  const result = theta.slice();
  free.forEach((j, row) => (result[j] = (result[j] as number) + sign * (factor[row]?.[c] ?? 0)));
  return result;
}

/** Variance of the change from a step to the last. */
export function changeVariance(path: PathOnly, step: number): number {
  const last = path.variance.length - 1;
  const ends = (path.variance[last] as number) + (path.variance[step] as number);
  return Math.max(0, ends - 2 * path.covarianceWithLast(step));
}

/** Never negative: not knowing the parameters makes nothing surer. */
function excess(
  here: number,
  pairs: readonly Pair[],
  i: number,
  variance: (path: PathOnly) => number,
): number {
  let sum = 0;
  for (const { up, down } of pairs) {
    const [above, below] = [up[i], down[i]];
    if (above && below) sum += (variance(above) + variance(below)) / 2 - here;
  }
  return Number.isFinite(sum) ? Math.max(0, sum) : 0;
}

interface Directions {
  readonly free: readonly number[];
  readonly factor: readonly (readonly number[])[];
  readonly places: number; // of theta
}

/** Solves L' dm/dtheta = D, D_c the half differences, from the last row up; empty where theta_j is held fixed, zero where
 *  it is tied to one before it, which then carries the derivative of both. */
function gradientOf(
  { mean }: PathOnly,
  pairs: readonly Pair[],
  i: number,
  { free, factor, places }: Directions,
): Float64Array[] {
  const gradient = Array.from({ length: places }, () => new Float64Array(0));
  for (let c = pairs.length - 1; c >= 0; c--) {
    const [up, down] = [pairs[c]?.up[i]?.mean, pairs[c]?.down[i]?.mean];
    const of = mean.map((_, k) => ((up?.[k] ?? 0) - (down?.[k] ?? 0)) / 2);
    for (let row = c + 1; row < free.length; row++) {
      const known = gradient[free[row] ?? -1];
      const weight = factor[row]?.[c] ?? 0;
      for (let k = 0; k < of.length; k++) of[k] = (of[k] as number) - weight * (known?.[k] ?? 0);
    }
    const pivot = factor[c]?.[c] ?? 0;
    gradient[free[c] ?? -1] = of.map((value) => (pivot > 0 ? value / pivot : 0));
  }
  return gradient;
}
