import { TOTALS, type MeasurementError, type Moves, type Transitions } from './transitions.ts';

/** The Kalman filter of `kalman-filter.ts` and the derivatives of `kalman-adjoint.ts` for a state of dimension 1, by columns.
 *  Equal to them to rounding (test/stats/compact-kalman.test.ts), several times as fast: one logarithm and one pass of
 *  small arrays per sequence. */

const LN_2PI = Math.log(2 * Math.PI);
const H_PLACE = TOTALS.h;
const BG_PLACE = TOTALS.bg;

/** Per step: P before the measurement, m and P after it, u = v/S, 1/S (0: not measured). */
const WIDTH = 5;
/** A product of variances S within these needs no logarithm yet. */
const LEAST = 1e-150;
const MOST = 1e150;

export function scalarMemory(length: number): Float64Array {
  return new Float64Array(WIDTH * length);
}

/** Filter over sequence i from N(m0,P0); `t` holds its transitions from entry 0. Returns the log-likelihood, fills `memory` and
 *  leaves the state after the last transition in `last` (m, P).
 *      S = g^2 P + h    v = z - g m    ll += -(ln(2 pi S) + v^2/S)/2    m <- m + P g v/S    P <- P h/S    m <- F m + c    P <- F^2 P + Q */
export function scalarFilter(
  { starts, design, move, bend }: Moves,
  i: number,
  { h, bg }: MeasurementError,
  initial: Float64Array,
  { F, c, Q }: Transitions,
  memory: Float64Array,
  last: Float64Array,
): number {
  const from = starts[i] as number;
  const steps = (starts[i + 1] as number) - from;
  let m = initial[0] as number;
  let P = initial[2] as number;
  let quadratic = 0;
  let logs = 0;
  let product = 1;
  let measured = 0;
  for (let n = 0; n < steps; n++) {
    const k = from + n;
    const o = WIDTH * n;
    memory[o] = P;
    const d = move[k] as number;
    if (d === d) {
      const g = design[k] as number;
      const S = g * g * P + h;
      const inverse = 1 / S;
      const v = d - bg * (bend[k] as number) - g * m;
      const u = v * inverse;
      quadratic += v * u;
      const next = product * S;
      if (next > LEAST && next < MOST) product = next;
      else {
        logs += Math.log(product) + Math.log(S);
        product = 1;
      }
      measured++;
      m += P * g * u;
      P *= h * inverse;
      memory[o + 3] = u;
      memory[o + 4] = inverse;
    } else memory[o + 4] = 0;
    memory[o + 1] = m;
    memory[o + 2] = P;
    const f = F[n] as number;
    m = f * m + (c[n] as number);
    P = f * f * P + (Q[n] as number);
  }
  last[0] = m;
  last[1] = P;
  return -0.5 * (measured * LN_2PI + logs + Math.log(product) + quadratic);
}

/** Derivatives of that log-likelihood: of F, c and Q written into `into`, all others added to `totals`. The letters are
 *  those of `kalman-adjoint.ts`: b and G belong to the mean and the variance after the step. */
export function scalarAdjoint(
  { starts, design, bend }: Moves,
  i: number,
  { F }: Transitions,
  memory: Float64Array,
  into: Transitions,
  totals: Float64Array,
): void {
  const from = starts[i] as number;
  const dF = into.F;
  const dc = into.c;
  const dQ = into.Q;
  let b = 0;
  let G = 0;
  let dh = 0;
  let dbg = 0;
  for (let n = (starts[i + 1] as number) - from - 1; n >= 0; n--) {
    const o = WIDTH * n;
    const f = F[n] as number;
    const fG = f * G;
    dF[n] = b * (memory[o + 1] as number) + 2 * fG * (memory[o + 2] as number);
    dc[n] = b;
    dQ[n] = G;
    b *= f;
    G = f * fG;
    const inverse = memory[o + 4] as number;
    if (inverse === 0) continue;
    const k = from + n;
    const g = design[k] as number;
    const P = memory[o] as number;
    const u = memory[o + 3] as number;
    const a = b * P * g * inverse;
    const w = g * g * inverse;
    const GP = G * P;
    const dv = a - u;
    const dS = 0.5 * (u * u - inverse) - a * u + GP * P * w * inverse;
    dh += dS;
    dbg -= dv * (bend[k] as number);
    G += g * u * b - 2 * w * GP + dS * g * g;
    b -= g * dv;
  }
  totals[0] = (totals[0] as number) + b;
  totals[2] = (totals[2] as number) + G;
  totals[H_PLACE] = (totals[H_PLACE] as number) + dh;
  totals[BG_PLACE] = (totals[BG_PLACE] as number) + dbg;
}

/** Where the smoother writes one sequence of n steps: n + 1 entries from `at`. */
export interface ScalarSmoothed {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** Covariance of the state with that after the last transition. */
  readonly withLast: Float64Array;
}

/** Rauch-Tung-Striebel smoother over a sequence that `scalarFilter` has just been through, as in `smoother.ts`:
 *      J = P F / (F^2 P + Q)      Cov(k, last) = J_k Cov(k + 1, last) */
export function scalarSmoother(
  steps: number,
  { F, c, Q }: Transitions,
  memory: Float64Array,
  last: Float64Array,
  { mean, variance, withLast }: ScalarSmoothed,
  at: number,
): void {
  let m = last[0] as number;
  let V = last[1] as number;
  let C = V;
  mean[at + steps] = m;
  variance[at + steps] = V;
  withLast[at + steps] = C;
  for (let n = steps - 1; n >= 0; n--) {
    const o = WIDTH * n;
    const f = F[n] as number;
    const after = memory[o + 1] as number;
    const P = memory[o + 2] as number;
    const predicted = f * f * P + (Q[n] as number);
    const J = predicted > 0 ? (P * f) / predicted : 0;
    m = after + J * (m - (f * after + (c[n] as number)));
    V = P + J * (V - predicted) * J;
    C *= J;
    mean[at + n] = m;
    variance[at + n] = V;
    withLast[at + n] = C;
  }
}
