import { clusteredFit, contrast, type ClusteredFit, type Contrast } from '../../stats/clustered-fit.ts';
import { studentWidth } from '../../stats/incomplete-beta.ts';
import { effect, refused, type Diagnostics, type ProcessEffect, type Refused } from '../effect.ts';
import type { TwoArms } from './experiment.ts';
import { weightsOf } from './guard.ts';

/** A covariate, centred, that is also let differ between the arms. */
export interface Adjustment {
  readonly name: string;
  readonly column: Float64Array;
}

/** The regression all estimators of experiments are, y = sum_k base_k (a_k + b_k D + c_k'X + e_k'X D), X centred:
 *  the effect is b of the last base. */
export interface Comparison {
  readonly fit: ClusteredFit;
  readonly contrast: Contrast;
}

const EXACT = 1e-25; // residual share below which the arms are met without error

/** @param y by default the outcome itself */
export function compare(
  arms: TwoArms,
  estimator: string,
  adjustments: readonly Adjustment[] = [],
  y: Float64Array = arms.y,
): Comparison | Refused {
  const { bases, treated, cluster } = arms;
  const X = adjustments.map(({ column }) => column);
  const D = [treated, ...X, ...X.map((x) => times(x, treated))];
  const columns = [...bases, ...D.flatMap((column) => bases.map((base) => times(base, column)))];
  if (columns.length >= y.length)
    return refused(estimator, 'too few rows', `${y.length} rows for ${columns.length} parameters`);
  const fit = clusteredFit({ y, columns, cluster, ...weightsOf(arms) });
  if ('dependent' in fit) return refused(estimator, 'regressors not independent', named(fit.dependent));
  if (!(fit.residualShare > EXACT))
    return refused(estimator, 'constant outcome', 'the outcome does not vary within the arms');
  const c = columns.map((_, j) => (j === 2 * bases.length - 1 ? 1 : 0));
  return { fit, contrast: contrast(fit, c, arms.experiment.robust ?? 'CR2') };

  function named(dependent: number): string {
    const at = Math.floor(dependent / bases.length) - 2; // bases, bases x D, then covariates
    const name = adjustments[at % Math.max(1, adjustments.length)]?.name;
    return at < 0 || name === undefined
      ? 'the gap is 0, or does not vary, throughout an arm'
      : `${name} follows from the others`;
  }
}

export function times(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value * (b[i] ?? 0));
}

/** What a comparison says, as an effect. */
export function asEffect(
  { contrast: { estimate, se, df }, fit }: Comparison,
  { experiment, names, treated }: TwoArms,
  [estimator, diagnostics]: readonly [string, Diagnostics],
): ProcessEffect {
  if (!(se > 0) || !(df > 0))
    return refused(estimator, 'constant outcome', 'the outcome does not vary between sellers');
  const width = studentWidth(0.95, df);
  if (!Number.isFinite(Math.abs(estimate) + width * se))
    return refused(estimator, 'not finite', 'the effect is beyond the numbers a computer holds');
  const { kind } = experiment.outcome;
  return effect({
    estimator,
    estimand: `effect on ${kind} of being assigned to ${names[1]} against ${names[0]}`,
    estimate,
    se,
    n: fit.n,
    clusters: fit.clusters,
    width,
    ...(experiment.smallest === undefined ? {} : { smallest: experiment.smallest }),
    diagnostics: {
      standardErrors: experiment.robust ?? 'CR2',
      degreesOfFreedom: df,
      treatedRows: treated.reduce((sum, value) => sum + value, 0),
      ...diagnostics,
    },
  });
}
