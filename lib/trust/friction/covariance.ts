import { inverseOf } from '../../stats/cholesky.ts';
import { deltaVariance } from '../../stats/delta-method.ts';
import { hessianOf } from '../../stats/hessian.ts';
import type { Objective } from '../../stats/l-bfgs.ts';
import type { OutcomesSeen } from '../laws/asymmetric.ts';
import { negativeFrictionLikelihood, type FrictionFit } from './fit.ts';
import type { FrictionForm } from './form.ts';
import { contractTheta, FRICTION, FRICTION_LENGTH, frictionBoundOf } from './nested-model.ts';
import type { FrictionPanel } from './panel.ts';
import { sizeVariance } from './size-variance.ts';

/** Covariance of theta. With H the Hessian of -ln L, C its inverse over the parameters o that are free to move, q aside, and
 *  b = -C H_oq:
 *      Cov(o) = C + b b' s^2        Cov(o, q) = b s^2        Var(q) = s^2        s^2 = min( 1/(H_qq + H_qo b), sizeVariance )
 *  which is H^-1 where q is well determined. -ln L is even in q, so its curvature there tells nothing of a q near zero:
 *  the profile does. The same for a tau0 at its bound; zero for what is at another bound; undefined where the likelihood is
 *  flat in some direction. */
export function frictionCovariance(
  panel: FrictionPanel<OutcomesSeen>,
  form: FrictionForm,
  { model, theta }: FrictionFit,
): number[][] | undefined {
  const { columns } = model;
  const at = contractTheta(model, theta);
  const objective = negativeFrictionLikelihood(panel, form, model);
  const bounded = (j: number): boolean => frictionBoundOf(columns[j]?.[0] ?? 0, at[j] as number) !== null;
  const places = columns.map((_, j) => j);
  const sizes = places.filter((j) => isSize(columns[j]?.[0] ?? 0, bounded(j)));
  const free = places.filter((j) => !sizes.includes(j) && !bounded(j));
  const C = inverseOf(hessianOf(objective, at, free));
  if (!C) return undefined;
  const covariance = placed(places.length, free, C);
  for (const size of sizes) {
    const known = { objective, at, free, C };
    const { direction, precision } = directionOf(known, size);
    const wide = sizeVariance(profileOf(known, size), at[size] as number);
    if (wide === undefined) return undefined;
    add(covariance, direction, precision * wide > 1 ? 1 / precision : wide);
  }
  return inTheta(columns, covariance);
}

/** q, and a tau0 that rests on its bound: standard deviations, of which the likelihood knows the square. */
const isSize = (place: number, bounded: boolean): boolean =>
  place === FRICTION.q || (place === FRICTION.tau0 && bounded);

/** An optimum and what is known of the others around it. */
interface Known {
  readonly objective: Objective;
  readonly at: Float64Array;
  readonly free: readonly number[];
  readonly C: readonly (readonly number[])[]; // covariance of `free`, the size held
}

/** How the others follow a size, and the curvature along that line. */
function directionOf(
  { objective, at, free, C }: Known,
  size: number,
): { direction: number[]; precision: number } {
  const H = hessianOf(objective, at, [...free, size]);
  const across = free.map((_, i) => H[i]?.[free.length] ?? 0);
  const direction = Array.from(at, (_, j): number => (j === size ? 1 : 0));
  let precision = H[free.length]?.[free.length] ?? 0;
  free.forEach((j, i) => {
    direction[j] = -across.reduce((sum, h, k) => sum + (C[i]?.[k] ?? 0) * h, 0);
    precision += (across[i] as number) * (direction[j] as number);
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

function add(covariance: number[][], direction: readonly number[], variance: number): void {
  covariance.forEach((row, j) =>
    direction.forEach((b, k) => (row[k] = (row[k] ?? 0) + (direction[j] ?? 0) * b * variance)),
  );
}

/** Of theta, where a variable may stand in two places. */
function inTheta(columns: FrictionFit['model']['columns'], covariance: number[][]): number[][] {
  const result = Array.from({ length: FRICTION_LENGTH }, () => [...new Float64Array(FRICTION_LENGTH)]);
  columns.forEach((places, j) =>
    columns.forEach((others, k) => {
      for (const place of places)
        for (const other of others) (result[place] ?? [])[other] = covariance[j]?.[k] ?? 0;
    }),
  );
  return result;
}
