import { clusteredFit } from '../../stats/clustered-fit.ts';
import { refused, type ProcessEffect } from '../effect.ts';
import { isConstant, isUsable } from '../groups.ts';
import { beforeOf } from './before.ts';
import { asEffect, compare, times } from './comparison.ts';
import { twoArms, type Experiment, type TwoArms } from './experiment.ts';
import { objection, weightsOf } from './guard.ts';
import { meanOf } from './lin.ts';

const NAME = 'pre-period adjusted (CUPED)';

/** Difference between an arm and control of y less what each seller's time before the process says of it:
 *      y - theta h (x - mean x)      theta: slope of y on h x over both arms, h the last base
 *  x is from before assignment, so its share of y is noise to the effect. Sellers of whom nothing is known before have the mean.
 *  Deng, Xu, Kohavi & Walker (2013), WSDM, section 3.
 *  @param arm by number in `arms`, from 1
 *  @throws RangeError if the outcome is not one, or columns differ in length */
export function cuped(experiment: Experiment, arm = 1): ProcessEffect {
  const arms = twoArms(experiment, arm);
  const why = objection(arms);
  if (why) return refused(NAME, why.reason, why.detail);
  const before = beforeOf(arms);
  const known = before.map((value) => (Number.isNaN(value) ? 0 : 1));
  const seen = before.filter((value) => !Number.isNaN(value));
  if (seen.length === 0)
    return refused(NAME, 'no pre-period', 'nothing is known of any seller before the process');
  if (!isUsable(seen)) return refused(NAME, 'not finite', 'a value from before the process is too large');
  if (isConstant(seen))
    return refused(NAME, 'no pre-period', 'what is known from before does not differ between sellers');
  const mean = meanOf(before, known, weightsOf(arms).weights);
  return adjusted(
    arms,
    before.map((value) => (Number.isNaN(value) ? 0 : value - mean)),
    before.length - seen.length,
  );
}

function adjusted(arms: TwoArms, x: Float64Array, unknown: number): ProcessEffect {
  const { bases, y, cluster } = arms;
  const hx = times(bases.at(-1) ?? x, x);
  const pooled = clusteredFit({ y, columns: [...bases, hx], cluster, ...weightsOf(arms) });
  if ('dependent' in pooled)
    return refused(NAME, 'regressors not independent', 'the time before follows from the gap');
  const theta = pooled.coefficients.at(-1) ?? 0;
  const found = compare(
    arms,
    NAME,
    [],
    y.map((value, i) => value - theta * (hx[i] ?? 0)),
  );
  const plain = compare(arms, NAME);
  if ('kind' in plain) return plain;
  if ('kind' in found) return found;
  const kept = (found.contrast.se / plain.contrast.se) ** 2;
  return asEffect(found, arms, [NAME, { theta, varianceReduction: 1 - kept, rowsWithoutPrePeriod: unknown }]);
}
