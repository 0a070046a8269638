import type { ProcessEffect } from '../effect.ts';
import { outcomeOf } from '../outcomes/outcome.ts';
import { differenceInMeans } from './difference-in-means.ts';
import type { Experiment } from './experiment.ts';
import { linAdjusted } from './lin.ts';

/** Effect on the level of trust, in units of alpha: b in
 *      d = g (a + b D) + e      d = a - p the move, g = m - p the gap; neither cut nor smoothed
 *  with covariates fully interacted (Lin), clustered by seller: a seller who always moves by the same, whatever the gap, gives
 *  no trust to it. Beside it, b with a move of each arm that does not depend on the gap, d = c + c'D + g (a + b D) + e:
 *  where the two are far apart, the process moved choices otherwise than through trust.
 *  @param arm by number in `arms`, from 1
 *  @throws RangeError unless the outcome is `trust` */
export function trustLevelEffect(experiment: Experiment, arm = 1): ProcessEffect {
  const { outcome } = experiment;
  if (outcome.kind !== 'trust') throw new RangeError('trustLevelEffect requires the outcome trust');
  const estimate = experiment.covariates ? linAdjusted : differenceInMeans;
  const found = estimate(experiment, arm);
  if (found.kind === 'refused') return found;
  const [gap] = outcome.bases.slice(-1);
  const shifted = outcomeOf('trust', { ...outcome, bases: [outcome.y.map(() => 1), gap ?? outcome.y] });
  const beside = estimate({ ...experiment, outcome: shifted }, arm);
  const diagnostics =
    beside.kind === 'refused'
      ? { withIntercepts: `not told: ${beside.reason}` }
      : { withIntercepts: beside.estimate, withInterceptsSe: beside.se };
  return { ...found, diagnostics: { ...found.diagnostics, ...diagnostics } };
}

/** The effect of every arm against control, by any estimator. */
export function everyArm(
  experiment: Experiment,
  estimate: (experiment: Experiment, arm: number) => ProcessEffect,
): readonly { readonly arm: string; readonly effect: ProcessEffect }[] {
  return experiment.arms.slice(1).map((arm, index) => ({ arm, effect: estimate(experiment, index + 1) }));
}
