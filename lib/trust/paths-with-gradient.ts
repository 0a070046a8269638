import { semidefiniteFactor } from '../stats/cholesky.ts';
import type { TrustPath } from './estimator.ts';
import { excessOver, type Pair } from './parameter-excess.ts';
import { blockOf, type PathBlock } from './path-block.ts';
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

/** The same for paths that lie one behind the other.
 *  @param blockAt may write into the block it is given, which is not needed any more */
export function blockWithGradient(
  fit: Pick<SegmentFit, 'theta' | 'covariance'>,
  blockAt: (theta: Float64Array, into?: PathBlock) => PathBlock,
): TrustPath[] {
  const theta = Float64Array.from(fit.theta);
  const free = fit.covariance.flatMap((row, j) => ((row[j] ?? 0) > 0 ? [j] : []));
  const factor = semidefiniteFactor(free.map((j) => free.map((k) => fit.covariance[j]?.[k] ?? 0)));
  const block = blockAt(theta);
  const excess = excessOver(block);
  let spare: Pair | undefined;
  const differences = factor.map((row, c): Float64Array => {
    if (row[c] === 0) return new Float64Array(block.mean.length); // covered by the directions before it
    const [up, down] = [1, -1].map((sign) => moved(theta, free, factor, c, sign)) as [
      Float64Array,
      Float64Array,
    ];
    const pair = { up: blockAt(up, spare?.up), down: blockAt(down, spare?.down) };
    excess.add(pair);
    if (block.withLast) spare = pair;
    return pair.up.mean.map((value, k) => (value - (pair.down.mean[k] as number)) / 2);
  });
  const gradient = solved(differences, factor);
  const ofStates = excess.ofStates();
  return Array.from({ length: block.starts.length - 1 }, (_, i): TrustPath => {
    const cut = (of: Float64Array): Float64Array => of.subarray(block.starts[i], block.starts[i + 1]);
    return {
      mean: cut(block.mean),
      variance: cut(block.variance),
      gradient: fit.covariance.map((_row, j) => {
        const of = gradient[free.indexOf(j)];
        return of ? cut(of) : HELD;
      }),
      excess: cut(ofStates),
      covarianceWithLast: (step) => block.covarianceWithLast(i, step),
      excessOfChange: (step) => excess.ofChange(i, step),
    };
  });
}

const HELD = new Float64Array(0);

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

/** Solves L' dm/dtheta = D, D_c the half differences, in their place and from the last up; zero where theta_j is tied to one
 *  before it, which then carries the derivative of both. */
function solved(
  differences: readonly Float64Array[],
  factor: readonly (readonly number[])[],
): readonly Float64Array[] {
  for (let c = differences.length - 1; c >= 0; c--) {
    const of = differences[c] as Float64Array;
    const pivot = factor[c]?.[c] ?? 0;
    if (pivot === 0) continue;
    for (let row = c + 1; row < factor.length; row++)
      subtract(of, factor[row]?.[c] ?? 0, differences[row] as Float64Array);
    for (let k = 0; k < of.length; k++) of[k] = (of[k] as number) / pivot;
  }
  return differences;
}

function subtract(from: Float64Array, weight: number, values: Float64Array): void {
  for (let k = 0; k < from.length; k++) from[k] = (from[k] as number) - weight * (values[k] as number);
}
