import type { Objective } from '../../stats/l-bfgs.ts';
import { likelihoodWithGradient } from './likelihood.ts';
import { expand, type KalmanModel } from './model.ts';
import type { KalmanPanel } from './panel.ts';

/** -ln L of phi, with its gradient; of some sequences of the panel where `members` names them. */
export function negativeLogLikelihood<Inputs>(
  panel: KalmanPanel<Inputs>,
  model: Pick<KalmanModel, 'columns' | 'held'>,
  members?: Int32Array,
): Objective {
  const evaluate = likelihoodWithGradient(panel, members);
  const full = new Float64Array(model.held.length);
  return (phi, gradient) => {
    const logLikelihood = evaluate(expand(model, phi), full);
    model.columns.forEach((places, j) => {
      gradient[j] = -places.reduce((sum, place) => sum + (full[place] as number), 0);
    });
    return Number.isFinite(logLikelihood) ? -logLikelihood : Infinity;
  };
}
