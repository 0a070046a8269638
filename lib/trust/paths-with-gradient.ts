import { semidefiniteFactor } from '../stats/cholesky.ts';
import type { TrustPath } from './estimator.ts';
import { blockOf, lengthOf, type PathBlock } from './path-block.ts';
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
  return blockWithGradient(fit, (theta) => blockOf(pathsAt(theta)));
}

/** The same for paths that lie one behind the other. */
export function blockWithGradient(
  fit: Pick<SegmentFit, 'theta' | 'covariance'>,
  blockAt: (theta: Float64Array) => PathBlock,
): TrustPath[] {
  const theta = Float64Array.from(fit.theta);
  const free = fit.covariance.flatMap((row, j) => ((row[j] ?? 0) > 0 ? [j] : []));
  const factor = semidefiniteFactor(free.map((j) => free.map((k) => fit.covariance[j]?.[k] ?? 0)));
  const pairs = factor.map((row, c): Pair | undefined => {
    if (row[c] === 0) return undefined;
    return {
      up: blockAt(moved(theta, free, factor, c, 1)),
      down: blockAt(moved(theta, free, factor, c, -1)),
    };
  });
  const block = blockAt(theta);
  const gradient = gradientOf(block, pairs, factor);
  const excess = excessOf(block, pairs);
  return Array.from({ length: block.starts.length - 1 }, (_, i): TrustPath => {
    const cut = (of: Float64Array): Float64Array => of.subarray(block.starts[i], block.starts[i + 1]);
    return {
      mean: cut(block.mean),
      variance: cut(block.variance),
      gradient: fit.covariance.map((_row, j) => {
        const of = gradient[free.indexOf(j)];
        return of ? cut(of) : HELD;
      }),
      excess: cut(excess),
      covarianceWithLast: (step) => block.covarianceWithLast(i, step),
      excessOfChange: (step) => excessOfChange(block, pairs, i, step),
    };
  });
}

const HELD = new Float64Array(0);

/** Paths one standard error out and back in one direction; none where that direction is covered by those before it. */
interface Pair {
  readonly up: PathBlock;
  readonly down: PathBlock;
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

function changeVarianceIn(block: PathBlock, i: number, step: number): number {
  const at = block.starts[i] as number;
  const ends =
    (block.variance[at + lengthOf(block, i) - 1] as number) + (block.variance[at + step] as number);
  return Math.max(0, ends - 2 * block.covarianceWithLast(i, step));
}

/** Never negative: not knowing the parameters makes nothing surer. */
const notNegative = (sum: number): number => (Number.isFinite(sum) ? Math.max(0, sum) : 0);

function excessOf({ variance }: PathBlock, pairs: readonly (Pair | undefined)[]): Float64Array {
  const sums = new Float64Array(variance.length);
  for (const pair of pairs) {
    if (!pair) continue;
    const { up, down } = pair;
    for (let k = 0; k < sums.length; k++) {
      const mean = ((up.variance[k] as number) + (down.variance[k] as number)) / 2;
      sums[k] = (sums[k] as number) + (mean - (variance[k] as number));
    }
  }
  return sums.map(notNegative);
}

function excessOfChange(
  block: PathBlock,
  pairs: readonly (Pair | undefined)[],
  i: number,
  step: number,
): number {
  const here = changeVarianceIn(block, i, step);
  let sum = 0;
  for (const pair of pairs)
    if (pair) sum += (changeVarianceIn(pair.up, i, step) + changeVarianceIn(pair.down, i, step)) / 2 - here;
  return notNegative(sum);
}

/** Solves L' dm/dtheta = D, D_c the half differences, from the last row up, by place among the free; zero where theta_j is tied
 *  to one before it, which then carries the derivative of both. */
function gradientOf(
  { mean }: PathBlock,
  pairs: readonly (Pair | undefined)[],
  factor: readonly (readonly number[])[],
): Float64Array[] {
  const gradient = pairs.map(() => new Float64Array(mean.length));
  for (let c = pairs.length - 1; c >= 0; c--) {
    const [pair, of] = [pairs[c], gradient[c]];
    if (!pair || !of) continue;
    const pivot = factor[c]?.[c] ?? 1;
    const [up, down] = [pair.up.mean, pair.down.mean];
    for (let k = 0; k < of.length; k++) of[k] = ((up[k] as number) - (down[k] as number)) / 2;
    for (let row = c + 1; row < factor.length; row++) {
      const [weight, known] = [factor[row]?.[c] ?? 0, gradient[row] ?? of];
      for (let k = 0; k < of.length; k++) of[k] = (of[k] as number) - weight * (known[k] as number);
    }
    for (let k = 0; k < of.length; k++) of[k] = (of[k] as number) / pivot;
  }
  return gradient;
}
