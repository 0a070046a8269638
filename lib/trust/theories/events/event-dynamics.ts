import { adfForm } from '../../friction/adf.ts';
import { fitFriction } from '../../friction/fit.ts';
import { frictionLogLikelihoods } from '../../friction/likelihood.ts';
import { FRICTION, FRICTION_LENGTH, frictionModel } from '../../friction/nested-model.ts';
import { frictionPanel } from '../../friction/panel.ts';
import type { Measure } from '../../kalman/trust-panel.ts';
import type { Sequence } from '../../sequence.ts';
import type { Dynamics } from '../kit.ts';
import { EVENT_AT } from './event-theory.ts';

/** TE-dyn of docs/model.md 6.7b: trust that moves with the outcomes seen, by QD-ADF; no gap slope, so that it differs from TE
 *  by its dynamics alone. theta of the friction likelihood. */
export const eventDynamics: Dynamics = {
  fit(sequences, measure, motion, nested, from) {
    const panel = panelOf(sequences, measure);
    const start = [...(from ?? moving(nested.theta))];
    const inside = from ? [] : [fitFriction(panel, adfForm, still, [], [[...asFriction(nested.theta)]])];
    return fitFriction(panel, adfForm, frictionModel(motion, 'qd-adf', false), inside, [start]);
  },
  values: (sequences, measure, theta) => frictionLogLikelihoods(panelOf(sequences, measure), adfForm, theta),
  published: (theta, { unit }) => ({
    initialMean: theta[FRICTION.mu0] as number,
    initialSd: theta[FRICTION.tau0] as number,
    gain: theta[FRICTION.gain] as number,
    loss: theta[FRICTION.loss] as number,
    driftSd: theta[FRICTION.q] as number,
    noiseSd: Math.exp(theta[FRICTION.lnSe] as number) * unit,
    weightNoiseSd: Math.exp(theta[FRICTION.lnSw] as number),
    lapse: 1 / (1 + Math.exp(-(theta[FRICTION.logitEps] as number))),
  }),
};

const still = frictionModel('static', 'qd-adf', false);

const panelOf = (sequences: readonly Sequence[], { unit }: Measure) =>
  frictionPanel(sequences, { unit, referenceGap: unit });

/** The static theory's theta in the friction likelihood's places. */
function asFriction(theta: ArrayLike<number>): Float64Array {
  const start = new Float64Array(FRICTION_LENGTH);
  start[FRICTION.mu0] = theta[EVENT_AT.mu0] as number;
  start[FRICTION.tau0] = Math.abs(theta[EVENT_AT.tau0] as number);
  start[FRICTION.lnSe] = theta[EVENT_AT.lnSe] as number;
  start[FRICTION.lnSw] = theta[EVENT_AT.lnSw] as number;
  start[FRICTION.logitEps] = theta[EVENT_AT.logitEps] as number;
  return start;
}

/** The same with trust that moves: no motion at all is a stationary point. */
function moving(theta: ArrayLike<number>): Float64Array {
  const start = asFriction(theta);
  start[FRICTION.gain] = 0.05;
  start[FRICTION.loss] = 0.05;
  start[FRICTION.q] = 0.03;
  return start;
}
