import type { Answer } from './ordered-likelihood.ts';

/** Where the search runs: regressors with mean 0 and standard deviation 1, and
 *      x = (b_1 .. b_p, c_1, h_2 .. h_K-1)      c_k = c_k-1 + exp(h_k)
 *  `outer` is (b_1 .. b_p, c_1 .. c_K-1) in the regressors' own units. */
export interface Coordinates {
  readonly slopes: number;
  readonly categories: number;
  scaled(answer: Answer): Answer;
  /** b and c of x, still of scaled regressors. */
  thresholds(x: Float64Array): Float64Array;
  /** Derivative in x from that in b and c. */
  chain(of: Float64Array, x: Float64Array, into: Float64Array): void;
  outer(x: Float64Array): number[];
  outerStep(step: readonly number[], x: Float64Array): number[];
  outerCovariance(covariance: readonly (readonly number[])[], x: Float64Array): number[][];
}

export function coordinates(answers: readonly Answer[], categories: number): Coordinates {
  const slopes = answers[0]?.x.length ?? 0;
  const centre = Array.from({ length: slopes }, (_, j) => mean(answers.map(({ x }) => x[j] ?? 0)));
  const scale = centre.map((middle, j) => {
    const sd = Math.sqrt(mean(answers.map(({ x }) => ((x[j] ?? 0) - middle) ** 2)));
    return sd > 0 ? sd : 1;
  });

  const thresholds = (x: Float64Array): Float64Array => {
    const theta = x.slice();
    for (let k = slopes + 1; k < theta.length; k++)
      theta[k] = (theta[k - 1] as number) + Math.exp(x[k] as number);
    return theta;
  };
  const unscaled = (theta: ArrayLike<number>): number[] => {
    const b = scale.map((s, j) => (theta[j] ?? 0) / s);
    const shift = b.reduce((sum, value, j) => sum + value * (centre[j] ?? 0), 0);
    return [...b, ...Array.from({ length: categories - 1 }, (_, k) => (theta[slopes + k] ?? 0) + shift)];
  };
  const outerStep = (step: readonly number[], x: Float64Array): number[] => {
    const moved = Float64Array.from(step);
    for (let k = slopes + 1; k < moved.length; k++)
      moved[k] = (moved[k - 1] as number) + (step[k] ?? 0) * Math.exp(x[k] as number);
    return unscaled(moved);
  };

  return {
    slopes,
    categories,
    scaled: ({ y, x, variance }) => ({
      y,
      x: x.map((value, j) => (value - (centre[j] ?? 0)) / (scale[j] ?? 1)),
      variance: variance / (scale[0] ?? 1) ** 2,
    }),
    thresholds,
    chain(of, x, into) {
      into.set(of);
      let rest = 0;
      for (let k = of.length - 1; k > slopes; k--) {
        rest += of[k] as number;
        into[k] = rest * Math.exp(x[k] as number);
      }
      into[slopes] = rest + (of[slopes] as number);
    },
    outer: (x) => unscaled(thresholds(x)),
    outerStep,
    outerCovariance(covariance, x) {
      const columns = covariance.map((row) => outerStep(row, x)); // A Sigma, by column of Sigma
      const across = columns[0]?.map((_, i) => columns.map((column) => column[i] ?? 0)) ?? [];
      return across.map((row) => outerStep(row, x));
    },
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
