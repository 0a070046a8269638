import { fitKalman, type Contained } from '../../kalman/fit.ts';
import { logLikelihoods } from '../../kalman/likelihood.ts';
import { nestedModel, THETA, THETA_LENGTH } from '../../kalman/nested-model.ts';
import { trustPanel } from '../../kalman/trust-panel.ts';
import type { Dynamics, TheoryFit } from '../kit.ts';
import { AT } from './evaluation.ts';

/** TE-dyn of docs/model.md 6.7: trust that moves with the outcomes seen, through the Kalman filter; no gap slope, so that it
 *  differs from TE by its dynamics alone. theta of law 5.3. */
export const moveDynamics: Dynamics = {
  fit(sequences, { unit }, motion, nested, from) {
    const panel = trustPanel(sequences, { unit, referenceGap: unit });
    const model = nestedModel(motion, false);
    const contained = asKalman(nested);
    const fit = from ? fitKalman(panel, model, [], [[...from.theta]]) : fitKalman(panel, model, [contained]);
    const { theta, logLikelihood, parameterCount, convergence } = fit;
    return { theta, logLikelihood, parameterCount, convergence };
  },
  values: (sequences, { unit }, theta) =>
    logLikelihoods(trustPanel(sequences, { unit, referenceGap: unit }), theta),
  published: (theta, { unit }) => ({
    initialMean: theta[THETA.mu0] as number,
    initialSd: theta[THETA.tau0] as number,
    gain: theta[THETA.gain] as number,
    loss: theta[THETA.loss] as number,
    driftSd: theta[THETA.q] as number,
    noiseSd: Math.exp(theta[THETA.lnSe] as number) * unit,
  }),
};

/** The static theory as an optimum that the dynamic one contains. */
function asKalman({ theta, logLikelihood }: TheoryFit): Contained {
  const start = new Float64Array(THETA_LENGTH);
  start[THETA.mu0] = theta[AT.mu0] as number;
  start[THETA.tau0] = theta[AT.tau0] as number;
  start[THETA.lnSe] = theta[AT.lnS] as number;
  return { theta: start, logLikelihood };
}
