import { inverseOf } from '../../stats/cholesky.ts';
import { hessianOf } from '../../stats/hessian.ts';
import type { Objective } from '../../stats/l-bfgs.ts';
import { sizeCovariance } from '../../stats/size-covariance.ts';
import { STEP, type KalmanFit } from './fit.ts';
import { contract, isAtBound, type KalmanModel } from './model.ts';
import { negativeLogLikelihood } from './objective.ts';
import type { KalmanPanel } from './panel.ts';

/** Covariance of theta: the inverse of the observed information, differences of the exact gradient, over the parameters that
 *  are free to move. A standard deviation less than two standard errors from zero is a size: there the curvature tells little
 *  of it, and nothing at zero, and its profile stands instead. Zero for what is at another bound; undefined where the
 *  likelihood is flat in some direction. */
export function covarianceOf<Inputs>(
  panel: KalmanPanel<Inputs>,
  fit: Pick<KalmanFit<KalmanModel>, 'model' | 'theta'>,
): number[][] | undefined {
  return covarianceBy(negativeLogLikelihood(panel, fit.model), fit);
}

/** The same from -ln L, wherever it is computed. */
export function covarianceBy(
  objective: Objective,
  { model, theta }: Pick<KalmanFit<KalmanModel>, 'model' | 'theta'>,
): number[][] | undefined {
  const { columns } = model;
  const phi = contract(model, theta);
  const places = columns.map((_, j) => j);
  const bounded = (j: number): boolean => isAtBound(model, columns[j]?.[0] ?? 0, phi[j] as number);
  const free = places.filter((j) => !bounded(j));
  const inverse = inverseOf(hessianOf(objective, phi, free, STEP));
  const sizes = places.filter((j) =>
    isNearZero(model, j, phi[j] as number, inverse?.[free.indexOf(j)]?.[free.indexOf(j)]),
  );
  if (sizes.length === 0) return inverse && spreadOver(model, free, inverse);
  const others = free.filter((j) => !sizes.includes(j));
  const covariance = sizeCovariance(objective, phi, others, sizes);
  return covariance && spreadOver(model, places, covariance);
}

/** @param variance by the curvature; undefined where it tells of none */
function isNearZero(
  { columns, sizes }: KalmanModel,
  j: number,
  size: number,
  variance: number | undefined,
): boolean {
  return sizes.includes(columns[j]?.[0] ?? -1) && !(variance !== undefined && size ** 2 > 4 * variance);
}

/** A matrix over some of phi, in the places of theta. */
export function spreadOver(
  { columns, held }: KalmanModel,
  free: readonly number[],
  matrix: readonly (readonly number[])[],
): number[][] {
  const result = Array.from(held, () => Array.from(held, () => 0));
  free.forEach((j, a) => {
    free.forEach((k, b) => {
      for (const place of columns[j] ?? [])
        for (const other of columns[k] ?? []) (result[place] ?? [])[other] = matrix[a]?.[b] ?? 0;
    });
  });
  return result;
}
