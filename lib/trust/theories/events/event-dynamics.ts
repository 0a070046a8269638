import { hessianOf } from '../../../stats/hessian.ts';
import { minimise } from '../../../stats/l-bfgs.ts';
import { adfForm } from '../../friction/adf.ts';
import { frictionCovariance } from '../../friction/covariance.ts';
import {
  fitFriction,
  fitFrictionNear,
  negativeFrictionLikelihood,
  type FrictionFit,
} from '../../friction/fit.ts';
import { frictionLogLikelihoods } from '../../friction/likelihood.ts';
import {
  contractTheta,
  expandFriction,
  FRICTION,
  FRICTION_LENGTH,
  frictionBox,
  frictionModel,
  type FrictionModel,
} from '../../friction/nested-model.ts';
import { frictionPanel } from '../../friction/panel.ts';
import type { Measure } from '../../kalman/trust-panel.ts';
import type { Sequence } from '../../sequence.ts';
import { convergenceOf } from '../../convergence.ts';
import type { DynamicFit, Dynamics, TheoryFit } from '../kit.ts';
import { EVENT_AT } from './event-theory.ts';

/** TE-dyn of docs/model.md 6.7b: trust that moves with the outcomes seen, by QD-ADF; no gap slope, so that it differs from TE
 *  by its dynamics alone. theta of the friction likelihood. */
export const eventDynamics: Dynamics = {
  fit(sequences, measure, motion, nested, from) {
    const panel = panelOf(sequences, measure);
    const model = frictionModel(motion, 'qd-adf', false);
    const found = from ? near(panel, model, from) : begun(sequences, measure, model, nested);
    return { ...found, curvature: curvatureOf(panel, found) };
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

/** Decisions above which the search begins on a part: of a few thousand a part may lead to another optimum. */
const LARGE = 10_000;
const PART = 3_000;

/** From the stated start, at least as likely as the static theory; on a part first where there is much. */
function begun(
  sequences: readonly Sequence[],
  measure: Measure,
  model: FrictionModel,
  nested: TheoryFit,
): FrictionFit {
  const panel = panelOf(sequences, measure);
  const start = [...moving(nested.theta)];
  const every = Math.ceil(panel.kind.length / PART);
  if (panel.kind.length > LARGE) {
    const part = panelOf(
      sequences.filter((_, i) => i % every === 0),
      measure,
    );
    const first = fitFriction(part, adfForm, model, [], [start]);
    const covariance = frictionCovariance(part, adfForm, first)?.map((row) => row.map((v) => v / every));
    const found = fitFrictionNear(panel, adfForm, first, covariance);
    if (found.logLikelihood >= nested.logLikelihood) return found;
  }
  const inside = fitFriction(panel, adfForm, still, [], [[...asFriction(nested.theta)]]);
  return fitFriction(panel, adfForm, model, [inside], [start]);
}

/** From the fit on all data, scaled by its curvature. */
function near(panel: Panel, model: FrictionModel, { theta, curvature }: DynamicFit): FrictionFit {
  const start = offZeroDrift(theta);
  const box = frictionBox(model);
  const found = minimise(
    negativeFrictionLikelihood(panel, adfForm, model),
    contractTheta(model, start),
    box,
    curvature ? { curvature: curvature() } : {},
  );
  if (found.stopped === 'limit') return fitFriction(panel, adfForm, model, [], [[...start]]);
  const at = expandFriction(model, found.x);
  return {
    form: 'qd-adf',
    model,
    theta: at.with(FRICTION.q, Math.abs(at[FRICTION.q] as number)),
    logLikelihood: -found.value,
    parameterCount: model.columns.length,
    convergence: convergenceOf(found, [found]),
  };
}

/** Second derivatives of -ln L where a search that begins at a fit begins; taken once. */
function curvatureOf(panel: Panel, { model, theta }: FrictionFit): () => number[][] {
  let known: number[][] | undefined;
  return () => {
    const objective = negativeFrictionLikelihood(panel, adfForm, model);
    const x = contractTheta(model, offZeroDrift(theta));
    return (known ??= hessianOf(
      objective,
      x,
      model.columns.map((_, j) => j),
    ));
  };
}

/** No drift is a stationary point. */
const offZeroDrift = (theta: Float64Array): Float64Array =>
  theta.with(FRICTION.q, Math.max(Math.abs(theta[FRICTION.q] as number), 0.02));

const still = frictionModel('static', 'qd-adf', false);

type Panel = ReturnType<typeof panelOf>;

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
