import { refused, type ProcessEffect } from '../effect.ts';
import { asEffect, compare } from './comparison.ts';
import { twoArms, type Experiment } from './experiment.ts';
import { objection } from './guard.ts';

const NAME = 'difference in means';

/** Difference between an arm and control, nothing adjusted: with one row a seller and CR2 this is Neyman's estimator,
 *  se^2 = s1^2/n1 + s0^2/n0; with more, rows of a seller may depend on each other in any way. Neyman (1923); Imbens & Rubin
 *  (2015), Causal Inference, chapter 6.
 *  @param arm by number in `arms`, from 1
 *  @throws RangeError if the outcome is not one, or columns differ in length */
export function differenceInMeans(experiment: Experiment, arm = 1): ProcessEffect {
  const arms = twoArms(experiment, arm);
  const why = objection(arms);
  if (why) return refused(NAME, why.reason, why.detail);
  const found = compare(arms, NAME);
  return 'kind' in found ? found : asEffect(found, arms, [NAME, {}]);
}
