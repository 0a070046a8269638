import { meanRevertingLaw } from '../laws/mean-reverting.ts';
import { parameterCount } from './likelihood.ts';
import type { KalmanModel } from './model.ts';

/** theta of law 5.5: m, tau, s0, phi, gain, loss, b, q, ln se, bg. */
export const REVERTING = {
  m: 0,
  tau: 1,
  s0: 2,
  phi: 3,
  gain: 4,
  loss: 5,
  b: 6,
  q: 7,
  lnSe: 8,
  bg: 9,
} as const;
export const REVERTING_LENGTH = parameterCount(meanRevertingLaw);

/** phi = 1 is inside: then trust has no mean to return to, and with gain = loss = q = 0 it is static. gain and loss are not
 *  negative, as in law 5.3. */
const LOWER = [-2, -20, -20, 0, 0, 0, -3, -20, -7, -5];
const UPPER = [3, 20, 20, 1, 3, 3, 3, 20, 7, 5];

const STARTS = [
  [0.5, 0.15, 0.15, 0.8, 0.04, 0.04, 0, 0.05, Math.log(0.3), 0],
  [0.5, 0.2, 0.2, 0.95, 0.02, 0.02, 0, 0.02, Math.log(0.9), 0],
];

/** What panels under law 5.5 let be told. */
export interface RevertingParts {
  readonly gapSlope: boolean;
  readonly twoSided: boolean; // outcomes seen on both sides: gain and loss are two numbers
  readonly process: boolean; // some steps were exposed to a process and some were not
}

export function meanRevertingModel({ gapSlope, twoSided, process }: RevertingParts): KalmanModel {
  const { m, tau, s0, phi, gain, loss, b, q, lnSe, bg } = REVERTING;
  const gains = twoSided ? [[gain], [loss]] : [[gain, loss]];
  const effect = process ? [[b]] : [];
  return {
    name: 'mean-reverting',
    columns: [[m], [tau], [s0], [phi], ...gains, ...effect, [q], [lnSe], ...(gapSlope ? [[bg]] : [])],
    held: new Float64Array(REVERTING_LENGTH),
    lower: LOWER,
    upper: UPPER,
    sizes: [tau, s0, q],
    starts: STARTS,
    nudged,
  };
}

function nudged(theta: Float64Array): Float64Array {
  const { tau, s0, phi, gain, loss, q } = REVERTING;
  const start = theta.slice();
  for (const place of [gain, loss]) start[place] = Math.max(start[place] as number, 1e-3);
  for (const place of [tau, s0, q]) start[place] = Math.max(Math.abs(start[place] as number), 1e-2);
  start[phi] = Math.min(start[phi] as number, 0.98);
  return start;
}
