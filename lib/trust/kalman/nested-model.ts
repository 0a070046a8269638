import { asymmetricLaw } from '../laws/asymmetric.ts';
import { parameterCount } from './likelihood.ts';

export type NestedName = 'static' | 'symmetric' | 'asymmetric';

/** theta of law 5.3: mu0, tau0, gain, loss, q, ln se, bg. */
export const THETA = { mu0: 0, tau0: 1, gain: 2, loss: 3, q: 4, lnSe: 5, bg: 6 } as const;
export const THETA_LENGTH = parameterCount(asymmetricLaw);

/** A model with fewer parameters phi than theta: each phi_j stands in the places `columns[j]` of theta, the other
 *  places are zero. */
export interface NestedModel {
  readonly name: NestedName;
  readonly columns: readonly (readonly number[])[];
}

/** Static trust, one gain for good and bad outcomes, and two: each nested in the next. */
export function nestedModel(name: NestedName, gapSlope: boolean): NestedModel {
  const motion = { static: [], symmetric: [[2, 3], [4]], asymmetric: [[2], [3], [4]] }[name];
  return { name, columns: [[0], [1], ...motion, [5], ...(gapSlope ? [[6]] : [])] };
}

/** theta of phi. */
export function expand(model: NestedModel, phi: ArrayLike<number>): Float64Array {
  const theta = new Float64Array(THETA_LENGTH);
  model.columns.forEach((places, j) => {
    for (const place of places) theta[place] = phi[j] ?? 0;
  });
  return theta;
}

/** phi of theta, by the first place of each. */
export function contract(model: NestedModel, theta: ArrayLike<number>): Float64Array {
  return Float64Array.from(model.columns, ([place = 0]) => theta[place] ?? 0);
}

/** Box of theta. The signs of tau0 and q mean nothing, so zero is inside and a nested model is reached exactly.
 *  gain and loss stay below .98, which keeps F positive. Sizes are in units of the median gap. */
const LOWER = [-2, -20, 0, 0, -20, -7, -5];
const UPPER = [3, 20, 0.98, 0.98, 20, 7, 5];

export function boxOf(model: NestedModel): { lower: number[]; upper: number[] } {
  return {
    lower: model.columns.map(([place = 0]) => LOWER[place] ?? -Infinity),
    upper: model.columns.map(([place = 0]) => UPPER[place] ?? Infinity),
  };
}

/** Where an estimate rests on a bound, in words: its standard error cannot be told. */
export function boundOf(place: number, value: number): string | null {
  if (place === THETA.tau0 || place === THETA.q) return Math.abs(value) < 1e-3 ? 'at its bound, zero' : null;
  if (value <= (LOWER[place] ?? -Infinity))
    return place === THETA.gain || place === THETA.loss ? 'at its bound, zero' : 'at its lower bound';
  return value >= (UPPER[place] ?? Infinity) ? 'at its upper bound' : null;
}
