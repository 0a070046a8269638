import { minimise, type Objective } from '../../stats/l-bfgs.ts';
import { convergenceOf } from '../convergence.ts';
import type { NestedName } from '../kalman/nested-model.ts';
import type { OutcomesSeen } from '../laws/asymmetric.ts';
import type { Convergence } from '../quantity-schema.ts';
import type { FrictionForm } from './form.ts';
import { frictionWithGradient } from './likelihood.ts';
import {
  contractTheta,
  expandFriction,
  FRICTION,
  FRICTION_LENGTH,
  frictionBoundOf,
  frictionBox,
  frictionModel,
  type FrictionModel,
} from './nested-model.ts';
import type { FrictionPanel } from './panel.ts';
import { refine } from './refine.ts';

/** A maximum of the friction likelihood. Sizes are in the panel's units. */
export interface FrictionFit {
  readonly form: FrictionForm['name'];
  readonly model: FrictionModel;
  readonly theta: Float64Array;
  readonly logLikelihood: number;
  readonly parameterCount: number;
  readonly convergence: Convergence;
}

const logit = (share: number): number => Math.log(share / (1 - share));

/** (mu0, tau0, gain, loss, q, ln se, bg, ln sw, logit eps); noise in units of the median gap. */
const STARTS: readonly (readonly number[])[] = [
  [0.5, 0.3, 0.05, 0.05, 0.05, Math.log(0.1), 0, Math.log(0.2), logit(0.05)],
  [0.7, 0.5, 0.02, 0.02, 0.02, Math.log(0.5), 0.1, Math.log(0.3), logit(0.25)],
];

/** Maximum likelihood by L-BFGS in a box from the stated starts and from `from`: nested optima, whose likelihood it must
 *  reach, or the nested optimum stands. */
export function fitFriction(
  panel: FrictionPanel<OutcomesSeen>,
  form: FrictionForm,
  model: FrictionModel,
  from: readonly FrictionFit[] = [],
  starts: readonly (readonly number[])[] = STARTS,
): FrictionFit {
  const objective = negativeFrictionLikelihood(panel, form, model);
  const box = frictionBox(model);
  const candidates = [...from.map(({ theta }) => nudged(theta)), ...starts].map((start) =>
    minimise(objective, contractTheta(model, start), box),
  );
  const best = candidates.reduce((a, b) => (b.value < a.value ? b : a));
  const nested = from.find(({ logLikelihood }) => logLikelihood > -best.value);
  return {
    form: form.name,
    model,
    theta: unsigned(nested ? nested.theta : expandFriction(model, best.x)),
    logLikelihood: nested ? nested.logLikelihood : -best.value,
    parameterCount: model.columns.length,
    convergence: convergenceOf(best, candidates),
  };
}

function unsigned(theta: Float64Array): Float64Array {
  return theta.with(FRICTION.q, Math.abs(theta[FRICTION.q] as number));
}

/** A nested optimum moved off q = 0, a stationary point of the wider model. */
function nudged(theta: Float64Array): Float64Array {
  const start = theta.slice();
  start[FRICTION.q] = Math.max(Math.abs(start[FRICTION.q] as number), 0.02);
  return start;
}

/** The part may have had no drift where the whole has some: q = 0 is a place a scaled step can not leave. */
const atZeroDrift = (model: FrictionModel, phi: Float64Array): boolean =>
  model.columns.some(
    ([place = -1], j) => place === FRICTION.q && frictionBoundOf(place, phi[j] ?? 0) !== null,
  );

/** -ln L of phi, with its gradient. */
export function negativeFrictionLikelihood(
  panel: FrictionPanel<OutcomesSeen>,
  form: FrictionForm,
  model: FrictionModel,
): Objective {
  const evaluate = frictionWithGradient(panel, form);
  const full = new Float64Array(FRICTION_LENGTH);
  return (phi, gradient) => {
    const logLikelihood = evaluate(expandFriction(model, phi), full);
    model.columns.forEach((places, j) => {
      gradient[j] = -places.reduce((sum, place) => sum + (full[place] as number), 0);
    });
    return Number.isFinite(logLikelihood) ? -logLikelihood : Infinity;
  };
}

/** Static, symmetric and asymmetric. The static model starts where stated, each wider one from the optima it contains
 *  and from the first stated start. */
export function fitFrictionNested(
  panel: FrictionPanel<OutcomesSeen>,
  form: FrictionForm,
  gapSlope: boolean,
  names: readonly NestedName[] = ['static', 'symmetric', 'asymmetric'],
): FrictionFit[] {
  const fits: FrictionFit[] = [];
  for (const name of names) {
    const starts = fits.length === 0 ? STARTS : STARTS.slice(0, 1);
    fits.push(fitFriction(panel, form, frictionModel(name, form.name, gapSlope), fits, starts));
  }
  return fits;
}

/** The optimum on a whole panel near the one on a part of it, whose covariance gives the scale. Falls back on a plain
 *  search, off the bound q = 0, where that gives none or ends there. */
export function fitFrictionNear(
  panel: FrictionPanel<OutcomesSeen>,
  form: FrictionForm,
  begun: FrictionFit,
  covariance: readonly (readonly number[])[] | undefined,
): FrictionFit {
  const { model, theta } = begun;
  const places = model.columns.map(([place = 0]) => place);
  const rows = covariance && places.map((row) => places.map((column) => covariance[row]?.[column] ?? 0));
  const found =
    rows &&
    refine(
      negativeFrictionLikelihood(panel, form, model),
      contractTheta(model, nudged(theta)),
      rows,
      frictionBox(model),
    );
  const stuck = found && atZeroDrift(model, found.x);
  if (!found || found.stopped === 'limit' || stuck)
    return after(begun, fitFriction(panel, form, model, [], [[...nudged(theta)]]));
  return after(begun, {
    form: form.name,
    model,
    theta: unsigned(expandFriction(model, found.x)),
    logLikelihood: -found.value,
    parameterCount: model.columns.length,
    convergence: convergenceOf(found, [found]),
  });
}

/** What was searched before counts too. */
function after({ convergence: before }: FrictionFit, fit: FrictionFit): FrictionFit {
  const { evaluations, starts } = fit.convergence;
  return {
    ...fit,
    convergence: {
      ...fit.convergence,
      evaluations: evaluations + before.evaluations,
      starts: starts + before.starts,
    },
  };
}
