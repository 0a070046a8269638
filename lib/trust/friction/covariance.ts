import { sizeCovariance } from '../../stats/size-covariance.ts';
import type { OutcomesSeen } from '../laws/asymmetric.ts';
import { negativeFrictionLikelihood, type FrictionFit } from './fit.ts';
import type { FrictionForm } from './form.ts';
import { contractTheta, FRICTION, FRICTION_LENGTH, frictionBoundOf } from './nested-model.ts';
import type { FrictionPanel } from './panel.ts';

/** Covariance of theta, with q a size, and a tau0 at its bound one too. Zero for what is at another bound; undefined where
 *  the likelihood is flat in some direction. docs/model.md 6.5. */
export function frictionCovariance(
  panel: FrictionPanel<OutcomesSeen>,
  form: FrictionForm,
  { model, theta }: FrictionFit,
): number[][] | undefined {
  const { columns } = model;
  const at = contractTheta(model, theta);
  const bounded = (j: number): boolean => frictionBoundOf(columns[j]?.[0] ?? 0, at[j] as number) !== null;
  const places = columns.map((_, j) => j);
  const sizes = places.filter((j) => isSize(columns[j]?.[0] ?? 0, bounded(j)));
  const free = places.filter((j) => !sizes.includes(j) && !bounded(j));
  const covariance = sizeCovariance(negativeFrictionLikelihood(panel, form, model), at, free, sizes);
  return covariance && inTheta(columns, covariance);
}

const isSize = (place: number, bounded: boolean): boolean =>
  place === FRICTION.q || (place === FRICTION.tau0 && bounded);

/** Of theta, where a variable may stand in two places. */
function inTheta(
  columns: FrictionFit['model']['columns'],
  covariance: readonly (readonly number[])[],
): number[][] {
  const result = Array.from({ length: FRICTION_LENGTH }, () => [...new Float64Array(FRICTION_LENGTH)]);
  columns.forEach((places, j) =>
    columns.forEach((others, k) => {
      for (const place of places)
        for (const other of others) (result[place] ?? [])[other] = covariance[j]?.[k] ?? 0;
    }),
  );
  return result;
}
