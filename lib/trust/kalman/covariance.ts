import { inverseOf } from '../../stats/cholesky.ts';
import { hessianOf } from '../../stats/hessian.ts';
import { sliceDeviation } from '../../stats/slice-deviation.ts';
import { STEP, type KalmanFit } from './fit.ts';
import { contract, isAtBound, type KalmanModel } from './model.ts';
import { negativeLogLikelihood } from './objective.ts';
import type { KalmanPanel } from './panel.ts';

/** Covariance of theta: the inverse of the observed information, differences of the exact gradient, over the parameters that
 *  are free to move. Standard deviations at zero have no slope there, and are uncorrelated with all else because only their
 *  squares enter: their variance is that of the slice of the likelihood through zero. Zero for what is at another bound;
 *  undefined where the likelihood is flat in some direction. */
export function covarianceOf<Inputs>(
  panel: KalmanPanel<Inputs>,
  { model, theta }: Pick<KalmanFit<KalmanModel>, 'model' | 'theta'>,
): number[][] | undefined {
  const { columns, sizes } = model;
  const objective = negativeLogLikelihood(panel, model);
  const phi = contract(model, theta);
  const free = columns.flatMap(([place = 0], j) => (isAtBound(model, place, phi[j] as number) ? [] : [j]));
  const inverse = inverseOf(hessianOf(objective, phi, free, STEP));
  if (!inverse) return undefined;
  const result = spreadOver(model, free, inverse);
  columns.forEach(([place = 0], j) => {
    if (free.includes(j) || !sizes.includes(place)) return;
    const deviation = sliceDeviation(objective, phi, j, SIZE_LIMIT);
    if (deviation !== undefined) (result[place] ?? [])[place] = deviation ** 2;
  });
  return result;
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

const SIZE_LIMIT = 2; // of standard deviations, far beyond any weight
