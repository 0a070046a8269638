import type { PathOnly } from './paths-with-gradient.ts';

/** Paths of several sequences, one behind the other: that of sequence i holds entries starts[i] to starts[i+1] - 1. */
export interface PathBlock {
  readonly starts: Int32Array;
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** Covariance of the state of sequence i at a step with its last. */
  covarianceWithLast(i: number, step: number): number;
}

/** Entries of sequence i: a state more than it has steps. */
export function lengthOf({ starts }: PathBlock, i: number): number {
  return (starts[i + 1] as number) - (starts[i] as number);
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
