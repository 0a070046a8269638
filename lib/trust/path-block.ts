import type { PathOnly } from './paths-with-gradient.ts';

/** Paths of several sequences, one behind the other: that of sequence i holds entries starts[i] to starts[i+1] - 1. */
export interface PathBlock {
  readonly starts: Int32Array;
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** Covariance of the state of sequence i at a step with its last. */
  covarianceWithLast(i: number, step: number): number;
  /** The same for all states, where it costs nothing to know. */
  readonly withLast?: Float64Array;
}

/** Variance of the change of sequence i from a step to the last. */
export function changeVarianceIn(block: PathBlock, i: number, step: number): number {
  const at = block.starts[i] as number;
  const last = (block.starts[i + 1] as number) - 1;
  const ends = (block.variance[last] as number) + (block.variance[at + step] as number);
  return Math.max(0, ends - 2 * block.covarianceWithLast(i, step));
}

/** Paths that were found one by one. */
export function blockOf(paths: readonly PathOnly[]): PathBlock {
  const starts = new Int32Array(paths.length + 1);
  paths.forEach(({ mean }, i) => (starts[i + 1] = (starts[i] as number) + mean.length));
  const length = starts[paths.length] as number;
  const [mean, variance] = [new Float64Array(length), new Float64Array(length)];
  paths.forEach((path, i) => {
    mean.set(path.mean, starts[i] as number);
    variance.set(path.variance, starts[i] as number);
  });
  return {
    starts,
    mean,
    variance,
    covarianceWithLast: (i, step) => paths[i]?.covarianceWithLast(step) ?? Number.NaN,
  };
}
