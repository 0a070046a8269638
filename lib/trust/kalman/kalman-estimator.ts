import type { ModelFit, TrustEstimator } from '../estimator.ts';
import { covarianceOf } from './covariance.ts';
import { fitNested, type KalmanFit } from './fit.ts';
import { boundOf } from './nested-model.ts';
import { trustPaths } from './path.ts';
import { trustPanel, type Measure } from './trust-panel.ts';

/** The exact Kalman filter, docs/model.md 6.4: for sellers who choose any value between their plan and the recommendation,
 *  and beyond. */
export const kalmanEstimator: TrustEstimator = {
  name: 'kf',
  fit(sequences, measure, { gapSlope, motion }) {
    const panel = trustPanel(sequences, measure);
    const decisions = panel.move.reduce((count, move) => count + (Number.isNaN(move) ? 0 : 1), 0);
    return fitNested(panel, gapSlope, motion).map((fit) =>
      modelFit(fit, decisions, measure, () => covarianceOf(panel, fit)),
    );
  },
  paths: trustPaths,
};

/** A fit as all estimators tell theirs.
 *  @param decisions as many as its likelihood is of */
export function modelFit(
  fit: KalmanFit,
  decisions: number,
  { unit }: Measure,
  covariance: ModelFit['covariance'],
): ModelFit {
  return {
    name: fit.model.name,
    theta: fit.theta,
    fitted: fit.model.columns.flat(),
    logLikelihood: fit.logLikelihood - decisions * Math.log(unit),
    parameterCount: fit.parameterCount,
    convergence: fit.convergence,
    covariance,
    boundOf: (place) => boundOf(place, fit.theta[place] ?? 0),
  };
}
