import { inverseOf } from './cholesky.ts';
import { deltaVariance } from './delta-method.ts';
import { hessianOf } from './hessian.ts';
import type { Objective } from './l-bfgs.ts';
import { sizeVariance } from './size-variance.ts';

/** Covariance about a minimum of -ln L some of whose variables are sizes: standard deviations, in whose sign -ln L is even.
 *  With H the Hessian, C its inverse over the variables o that are free to move, sizes aside, and b = -C H_oq for a size q:
 *      Cov(o) = C + b b' s^2        Cov(o, q) = b s^2        Var(q) = s^2        s^2 = min( 1/(H_qq + H_qo b), sizeVariance )
 *  which is H^-1 where q is well determined. The curvature of an even function vanishes at zero and tells nothing of a q near
 *  it: there the profile does. Sizes are taken one at a time: their covariance with each other is that of their b.
 *  @returns one row a variable, zero for those neither free nor sizes; undefined where -ln L is flat in some direction */
export function sizeCovariance(
  objective: Objective,
  at: Float64Array,
  free: readonly number[],
  sizes: readonly number[],
): number[][] | undefined {
  const C = inverseOf(hessianOf(objective, at, free));
  if (!C) return undefined;
  const known = { objective, at, free, C };
  const covariance = placed(at.length, free, C);
  for (const size of sizes) {
    const { direction, precision } = directionOf(known, size);
    const wide = sizeVariance(profileOf(known, size), at[size] as number);
    if (wide === undefined) return undefined;
    add(covariance, direction, precision * wide > 1 ? 1 / precision : wide);
  }
  return covariance;
}

interface Known {
  readonly objective: Objective;
  readonly at: Float64Array;
  readonly free: readonly number[];
  readonly C: readonly (readonly number[])[];
}

/** How the others follow a size, and the curvature along that line. */
function directionOf({ objective, at, free, C }: Known, size: number) {
  const H = hessianOf(objective, at, [...free, size]);
  const across = free.map((_, i) => H[i]?.[free.length] ?? 0);
  const direction = Array.from(at, (_, j): number => (j === size ? 1 : 0));
  let precision = H[free.length]?.[free.length] ?? 0;
  free.forEach((j, i) => {
    const b = -across.reduce((sum, h, k) => sum + (C[i]?.[k] ?? 0) * h, 0);
    direction[j] = b;
    precision += (across[i] as number) * b;
  });
  return { direction, precision };
}

/** Fall of the profile log-likelihood at a value of the size, the others following by one Newton step:
 *      D = f(size, o) - f - (df/do)' C (df/do) / 2 */
function profileOf({ objective, at, free, C }: Known, size: number): (value: number) => number {
  const gradient = new Float64Array(at.length);
  const least = objective(at, gradient);
  return (value) => {
    const fall = objective(at.with(size, value), gradient) - least;
    const pull = free.map((j) => gradient[j] as number);
    return fall - deltaVariance(pull, C) / 2;
  };
}

function placed(length: number, free: readonly number[], C: readonly (readonly number[])[]): number[][] {
  const result = Array.from({ length }, () => [...new Float64Array(length)]);
  free.forEach((j, a) => free.forEach((k, b) => ((result[j] ?? [])[k] = C[a]?.[b] ?? 0)));
  return result;
}

function add(covariance: readonly number[][], direction: readonly number[], variance: number): void {
  covariance.forEach((row, j) =>
    direction.forEach((b, k) => (row[k] = (row[k] ?? 0) + (direction[j] ?? 0) * b * variance)),
  );
}
