import { asymmetricLaw } from '../laws/asymmetric.ts';
import { parameterCount } from './likelihood.ts';
import { isZero, type KalmanModel } from './model.ts';

export type NestedName = 'static' | 'symmetric' | 'asymmetric';

/** theta of law 5.3: mu0, tau0, gain, loss, q, ln se, bg. */
export const THETA = { mu0: 0, tau0: 1, gain: 2, loss: 3, q: 4, lnSe: 5, bg: 6 } as const;
export const THETA_LENGTH = parameterCount(asymmetricLaw);

export interface NestedModel extends KalmanModel {
  readonly name: NestedName;
}

/** gain and loss stay below .98, which keeps F positive. Sizes are in units of the median gap. */
const LOWER = [-2, -20, 0, 0, -20, -7, -5];
const UPPER = [3, 20, 0.98, 0.98, 20, 7, 5];

const STARTS = [
  [0.5, 0.2, 0.12, 0.12, 0.05, Math.log(0.3), 0],
  [0.5, 0.3, 0.05, 0.05, 0.02, Math.log(0.9), 0],
];

/** Static trust, one gain for good and bad outcomes, and two: each nested in the next. */
export function nestedModel(name: NestedName, gapSlope: boolean): NestedModel {
  const motion = { static: [], symmetric: [[2, 3], [4]], asymmetric: [[2], [3], [4]] }[name];
  return {
    name,
    columns: [[0], [1], ...motion, [5], ...(gapSlope ? [[6]] : [])],
    held: new Float64Array(THETA_LENGTH),
    lower: LOWER,
    upper: UPPER,
    sizes: [THETA.tau0, THETA.q],
    starts: STARTS,
    nudged,
  };
}

function nudged(theta: Float64Array): Float64Array {
  const start = theta.slice();
  for (const place of [THETA.gain, THETA.loss]) start[place] = Math.max(start[place] as number, 1e-3);
  for (const place of [THETA.tau0, THETA.q]) start[place] = Math.max(Math.abs(start[place] as number), 1e-2);
  return start;
}

/** Where an estimate rests on a bound, in words: its standard error cannot be told. */
export function boundOf(place: number, value: number): string | null {
  if (place === THETA.tau0 || place === THETA.q) return isZero(value) ? 'at its bound, zero' : null;
  if (value <= (LOWER[place] ?? -Infinity))
    return place === THETA.gain || place === THETA.loss ? 'at its bound, zero' : 'at its lower bound';
  return value >= (UPPER[place] ?? Infinity) ? 'at its upper bound' : null;
}
