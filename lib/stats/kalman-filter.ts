import { SYSTEM_WIDTH, type StateSpace } from './state-space.ts';

const LN_2PI = Math.log(2 * Math.PI);

/** What the filter remembers per step: the state before the measurement (m1 m2 P11 P12 P22), after it (the same
 *  five), the innovation v, its variance S and the log density of the measurement (0 where there was none). */
export const FILTER_WIDTH = 13;

export interface Filtered {
  readonly steps: Float64Array; // FILTER_WIDTH per step of the sequence
  readonly last: Float64Array; // m1 m2 P11 P12 P22 after the last transition
}

/** Room for the filter's memory of sequences up to `length` steps; re-used from call to call. */
export function filterRoom(length: number): Filtered {
  return { steps: new Float64Array(FILTER_WIDTH * length), last: new Float64Array(5) };
}

export function longestSequence(space: StateSpace): number {
  let longest = 0;
  for (let i = 0; i + 1 < space.starts.length; i++)
    longest = Math.max(longest, (space.starts[i + 1] as number) - (space.starts[i] as number));
  return longest;
}

/** Kalman filter over sequence i; returns its log-likelihood and writes `into`.
 *      S = g^2 P11 + h    v = z - g m1    ll += -(ln(2 pi S) + v^2 / S) / 2
 *      m <- m + P1 g v / S               P <- P - P1 P1' g^2 / S        (P1: first column of P)
 *      m <- F m + c                      P <- F P F' + Q */
export function filterSequence(space: StateSpace, i: number, into: Filtered): number {
  const { design, observation, noise, system, initial, starts } = space;
  const memory = into.steps;
  let m1 = initial[0] as number;
  let m2 = initial[1] as number;
  let p11 = initial[2] as number;
  let p12 = initial[3] as number;
  let p22 = initial[4] as number;
  let logLikelihood = 0;
  const from = starts[i] as number;
  const to = starts[i + 1] as number;
  for (let k = from; k < to; k++) {
    const o = FILTER_WIDTH * (k - from);
    memory[o] = m1;
    memory[o + 1] = m2;
    memory[o + 2] = p11;
    memory[o + 3] = p12;
    memory[o + 4] = p22;
    const z = observation[k] as number;
    let density = 0;
    if (z === z) {
      const g = design[k] as number;
      const s = g * g * p11 + (noise[k] as number);
      const v = z - g * m1;
      density = -0.5 * (LN_2PI + Math.log(s) + (v * v) / s);
      const u = (g * v) / s;
      const w = (g * g) / s;
      m1 += p11 * u;
      m2 += p12 * u;
      p22 -= w * p12 * p12;
      p12 = (p12 * (noise[k] as number)) / s;
      p11 = (p11 * (noise[k] as number)) / s;
      memory[o + 10] = v;
      memory[o + 11] = s;
      logLikelihood += density;
    }
    memory[o + 5] = m1;
    memory[o + 6] = m2;
    memory[o + 7] = p11;
    memory[o + 8] = p12;
    memory[o + 9] = p22;
    memory[o + 12] = density;
    const j = SYSTEM_WIDTH * k;
    const f11 = system[j] as number;
    const f12 = system[j + 1] as number;
    const f21 = system[j + 2] as number;
    const f22 = system[j + 3] as number;
    const n1 = f11 * m1 + f12 * m2 + (system[j + 4] as number);
    m2 = f21 * m1 + f22 * m2 + (system[j + 5] as number);
    m1 = n1;
    const a11 = f11 * p11 + f12 * p12;
    const a12 = f11 * p12 + f12 * p22;
    const a21 = f21 * p11 + f22 * p12;
    const a22 = f21 * p12 + f22 * p22;
    p11 = a11 * f11 + a12 * f12 + (system[j + 6] as number);
    p12 = a11 * f21 + a12 * f22 + (system[j + 7] as number);
    p22 = a21 * f21 + a22 * f22 + (system[j + 8] as number);
  }
  const last = into.last;
  last[0] = m1;
  last[1] = m2;
  last[2] = p11;
  last[3] = p12;
  last[4] = p22;
  return logLikelihood;
}

/** Log-likelihood of each sequence. */
export function sequenceLogLikelihoods(space: StateSpace): Float64Array {
  const room = filterRoom(longestSequence(space));
  return Float64Array.from({ length: space.starts.length - 1 }, (_, i) => filterSequence(space, i, room));
}
