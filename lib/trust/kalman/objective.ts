import type { Objective } from '../../stats/l-bfgs.ts';
import { likelihoodWithGradient } from './likelihood.ts';
import { expand, type KalmanModel } from './model.ts';
import type { KalmanPanel } from './panel.ts';

/** Log-likelihood at theta; writes its gradient. */
export type Evaluate = (theta: Float64Array, gradient: Float64Array) => number;

/** -ln L of phi, with its gradient; of some sequences of the panel where `members` names them. */
export function negativeLogLikelihood<Inputs>(
  panel: KalmanPanel<Inputs>,
  model: Pick<KalmanModel, 'columns' | 'held'>,
  members?: Int32Array,
): Objective {
  return objectiveOf(likelihoodWithGradient(panel, members), model);
}

/** -ln L of phi from the log-likelihood of theta. */
export function objectiveOf(evaluate: Evaluate, model: Pick<KalmanModel, 'columns' | 'held'>): Objective {
  const full = new Float64Array(model.held.length);
  return (phi, gradient) => {
    const logLikelihood = evaluate(expand(model, phi), full);
    model.columns.forEach((places, j) => {
      gradient[j] = -places.reduce((sum, place) => sum + (full[place] as number), 0);
    });
    return Number.isFinite(logLikelihood) ? -logLikelihood : Infinity;
  };
}
