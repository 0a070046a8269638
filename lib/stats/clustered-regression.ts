import { inverseOf } from './cholesky.ts';

/** One observation: y and its regressors. */
export interface Observation {
  readonly y: number;
  readonly x: readonly number[];
}

export interface Regression {
  readonly coefficients: readonly number[];
  readonly covariance: readonly (readonly number[])[] | null; // null with fewer than two clusters
  readonly clusters: number;
}

/** Least squares with a covariance that lets observations of one cluster depend on each other in any way:
 *      b = (X'X)^-1 X'y      Var = C/(C-1) (X'X)^-1 [ sum_c X_c'e_c e_c'X_c ] (X'X)^-1
 *  Undefined where the regressors are not independent. Cameron & Miller (2015), equation 11. */
export function clusteredRegression(clusters: readonly (readonly Observation[])[]): Regression | undefined {
  const filled = clusters.filter((cluster) => cluster.length > 0);
  const all = filled.flat();
  const width = all[0]?.x.length ?? 0;
  const inverse = width > 0 ? inverseOf(crossProducts(all, width)) : undefined;
  if (!inverse) return undefined;
  const xy = sums(all, width, ({ y }) => y);
  const coefficients = inverse.map((row) => dot(row, xy));
  const C = filled.length;
  if (C < 2) return { coefficients, covariance: null, clusters: C };
  const residual = ({ y, x }: Observation): number => y - dot(x, coefficients);
  const scores = filled.map((cluster) => sums(cluster, width, residual));
  const spread = inverse.map((row) => scores.map((score) => dot(row, score))); // (X'X)^-1 X_c'e_c, by c
  const covariance = spread.map((a) => spread.map((b) => (C / (C - 1)) * dot(a, b)));
  return { coefficients, covariance, clusters: C };
}

function crossProducts(all: readonly Observation[], width: number): number[][] {
  return Array.from({ length: width }, (_, i) => sums(all, width, ({ x }) => x[i] ?? 0));
}

/** sum x_j f(observation), by j. */
function sums(all: readonly Observation[], width: number, f: (observation: Observation) => number): number[] {
  const result = Array.from({ length: width }, () => 0);
  for (const observation of all) {
    const value = f(observation);
    observation.x.forEach((x, j) => (result[j] = (result[j] ?? 0) + x * value));
  }
  return result;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
