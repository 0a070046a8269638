import type { NestedName } from '../kalman/nested-model.ts';
import type { FrictionForm } from './form.ts';

/** theta of the friction likelihood under law 5.3: mu0, tau0, gain, loss, q, ln se, bg, ln sw, logit eps. */
export const FRICTION = {
  mu0: 0,
  tau0: 1,
  gain: 2,
  loss: 3,
  q: 4,
  lnSe: 5,
  bg: 6,
  lnSw: 7,
  logitEps: 8,
} as const;
export const FRICTION_LENGTH = 9;

/** A model with fewer parameters phi than theta: each phi_j stands in the places `columns[j]` of theta, the other places
 *  are zero. */
export interface FrictionModel {
  readonly name: NestedName;
  readonly columns: readonly (readonly number[])[];
}

/** Static trust, one gain for good and bad outcomes, and two: each nested in the next. Only QD-ADF has a drift q. */
export function frictionModel(
  name: NestedName,
  form: FrictionForm['name'],
  gapSlope: boolean,
): FrictionModel {
  const { mu0, tau0, gain, loss, q, lnSe, bg, lnSw, logitEps } = FRICTION;
  const gains = { static: [], symmetric: [[gain, loss]], asymmetric: [[gain], [loss]] }[name];
  const drift = form === 'qd-adf' && name !== 'static' ? [[q]] : [];
  const slope = gapSlope ? [[bg]] : [];
  return { name, columns: [[mu0], [tau0], ...gains, ...drift, [lnSe], ...slope, [lnSw], [logitEps]] };
}

/** theta of phi. */
export function expandFriction(model: FrictionModel, phi: ArrayLike<number>): Float64Array {
  const theta = new Float64Array(FRICTION_LENGTH);
  model.columns.forEach((places, j) => {
    for (const place of places) theta[place] = phi[j] ?? 0;
  });
  return theta;
}

/** phi of theta, by the first place of each. */
export function contractTheta(model: FrictionModel, theta: ArrayLike<number>): Float64Array {
  return Float64Array.from(model.columns, ([place = 0]) => theta[place] ?? 0);
}

/** Box of theta. A gain may be negative here: docs/model.md 7.2 finds some, and an estimate pushed to zero would hide them.
 *  The sign of q means nothing, so q = 0 is inside, a model without drift is reached exactly, and no search is pressed
 *  against it. Sizes in units of the median gap. */
const LOWER = [-2, 1e-3, -0.98, -0.98, -20, -7, -5, -7, -7];
const UPPER = [3, 20, 0.98, 0.98, 20, 7, 5, 3, 3];
const NEAR_ZERO = 1e-3;

export function frictionBox(model: FrictionModel): { lower: number[]; upper: number[] } {
  return {
    lower: model.columns.map(([place = 0]) => LOWER[place] ?? -Infinity),
    upper: model.columns.map(([place = 0]) => UPPER[place] ?? Infinity),
  };
}

/** Where an estimate rests on a bound, in words: its standard error cannot be told. */
export function frictionBoundOf(place: number, value: number): string | null {
  const { tau0, q, lnSe, lnSw, logitEps } = FRICTION;
  if ((place === tau0 || place === q) && Math.abs(value) <= 1.5 * NEAR_ZERO) return 'at its bound, zero';
  const slack = place === lnSe || place === lnSw || place === logitEps ? 0.01 : 0;
  if (value <= (LOWER[place] ?? -Infinity) + slack)
    return slack > 0 ? 'at its bound, zero' : 'at its lower bound';
  return value >= (UPPER[place] ?? Infinity) - slack ? 'at its upper bound' : null;
}
