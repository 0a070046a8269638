import { refused, type ProcessEffect } from '../effect.ts';
import { asEffect, compare, type Adjustment } from './comparison.ts';
import { taken, twoArms, type Experiment, type TwoArms } from './experiment.ts';
import { objection, weightsOf } from './guard.ts';
import { isConstant, isUsable } from '../groups.ts';

const NAME = 'regression adjustment (Lin)';

/** The effect at the mean of the covariates, by a regression of each arm of its own: y on D, centred covariates, and D times
 *  them. Never less precise than the difference in means when there are many sellers, and right whatever the covariates have
 *  to do with the outcome. Lin (2013), Annals of Applied Statistics 7(1). Covariates that do not vary are left out.
 *  @param arm by number in `arms`, from 1
 *  @throws RangeError if the outcome is not one, or columns differ in length */
export function linAdjusted(experiment: Experiment, arm = 1): ProcessEffect {
  const arms = twoArms(experiment, arm);
  const why = objection(arms);
  if (why) return refused(NAME, why.reason, why.detail);
  const { adjustments, imputed } = centred(arms);
  const broken = adjustments.find(({ column }) => !isUsable(column));
  if (broken) return refused(NAME, 'not finite', `covariate ${broken.name} has a value that is too large`);
  const found = compare(arms, NAME, adjustments);
  if ('kind' in found) return found;
  const covariates = adjustments.map(({ name }) => name).join(', ') || 'none';
  return asEffect(found, arms, [NAME, { covariates, missingCovariates: imputed }]);
}

/** Covariates of the rows of two arms, less their mean; where not known, the mean. */
function centred(arms: TwoArms): { adjustments: Adjustment[]; imputed: number } {
  const { weights } = weightsOf(arms);
  let imputed = 0;
  const adjustments: Adjustment[] = [];
  for (const [name, all] of Object.entries(arms.experiment.covariates ?? {})) {
    const column = taken(all, arms.at);
    const known = column.map((value) => (Number.isNaN(value) ? 0 : 1));
    imputed += column.length - known.reduce((sum, value) => sum + value, 0);
    const mean = meanOf(column, known, weights);
    if (known.includes(1) && !isConstant(column.filter((value) => !Number.isNaN(value))))
      adjustments.push({ name, column: column.map((value) => (Number.isNaN(value) ? 0 : value - mean)) });
  }
  return { adjustments, imputed };
}

/** Mean of the known values of a column, sum w x / sum w. */
export function meanOf(column: Float64Array, known: Float64Array, weights?: Float64Array): number {
  let [sum, total] = [0, 0];
  for (const [i, value] of column.entries())
    if (known[i] === 1) {
      sum += (weights?.[i] ?? 1) * value;
      total += weights?.[i] ?? 1;
    }
  return sum / total;
}
