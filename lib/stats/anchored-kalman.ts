import { TOTALS, type MeasurementError, type Moves, type Transitions } from './transitions.ts';

/** The Kalman filter of `kalman-filter.ts` and the derivatives of `kalman-adjoint.ts` for a state (alpha, mu) whose mu stands
 *  still, by columns. Equal to them to rounding (test/stats/compact-kalman.test.ts). */

const LN_2PI = Math.log(2 * Math.PI);
const H_PLACE = TOTALS.h;
const BG_PLACE = TOTALS.bg;

/** Per step: P11 P12 before the measurement, m1 m2 P11 P12 P22 after it, u = v/S, 1/S (0: not measured). */
const WIDTH = 9;
const LEAST = 1e-150;
const MOST = 1e150;

export function anchoredMemory(length: number): Float64Array {
  return new Float64Array(WIDTH * length);
}

/** Filter over sequence i from `initial` (m1 m2 P11 P12 P22); `t` holds its transitions from entry 0. Returns the log-likelihood
 *  and fills `memory`.
 *      S = g^2 P11 + h    v = z - g m1    m <- m + P1 g v/S    P <- P - P1 P1' g^2/S
 *      m1 <- F m1 + G m2 + c    P11 <- F^2 P11 + 2 F G P12 + G^2 P22 + Q    P12 <- F P12 + G P22 */
export function anchoredFilter(
  { starts, design, move, bend }: Moves,
  i: number,
  { h, bg }: MeasurementError,
  initial: Float64Array,
  { F, G, c, Q }: Transitions,
  memory: Float64Array,
): number {
  const from = starts[i] as number;
  const steps = (starts[i + 1] as number) - from;
  let m1 = initial[0] as number;
  let m2 = initial[1] as number;
  let P11 = initial[2] as number;
  let P12 = initial[3] as number;
  let P22 = initial[4] as number;
  let quadratic = 0;
  let logs = 0;
  let product = 1;
  let measured = 0;
  for (let n = 0; n < steps; n++) {
    const k = from + n;
    const o = WIDTH * n;
    memory[o] = P11;
    memory[o + 1] = P12;
    const d = move[k] as number;
    if (d === d) {
      const g = design[k] as number;
      const S = g * g * P11 + h;
      const inverse = 1 / S;
      const v = d - bg * (bend[k] as number) - g * m1;
      const u = v * inverse;
      quadratic += v * u;
      const next = product * S;
      if (next > LEAST && next < MOST) product = next;
      else {
        logs += Math.log(product) + Math.log(S);
        product = 1;
      }
      measured++;
      const gu = g * u;
      const gP12 = g * P12;
      const left = h * inverse;
      m1 += P11 * gu;
      m2 += P12 * gu;
      P22 -= gP12 * gP12 * inverse;
      P12 *= left;
      P11 *= left;
      memory[o + 7] = u;
      memory[o + 8] = inverse;
    } else memory[o + 8] = 0;
    memory[o + 2] = m1;
    memory[o + 3] = m2;
    memory[o + 4] = P11;
    memory[o + 5] = P12;
    memory[o + 6] = P22;
    const f = F[n] as number;
    const e = G[n] as number;
    const eP22 = e * P22;
    m1 = f * m1 + e * m2 + (c[n] as number);
    P11 = f * (f * P11 + 2 * e * P12) + e * eP22 + (Q[n] as number);
    P12 = f * P12 + eP22;
  }
  return -0.5 * (measured * LN_2PI + logs + Math.log(product) + quadratic);
}

/** Derivatives of that log-likelihood: of F, G, c and Q written into `into`, all others added to `totals`; the letters are
 *  those of `kalman-adjoint.ts`. */
export function anchoredAdjoint(
  { starts, design, bend }: Moves,
  i: number,
  t: Transitions,
  memory: Float64Array,
  into: Transitions,
  totals: Float64Array,
): void {
  const from = starts[i] as number;
  const { F, G } = t;
  const dF = into.F;
  const dG = into.G;
  const dc = into.c;
  const dQ = into.Q;
  let b1 = 0;
  let b2 = 0;
  let g11 = 0;
  let g12 = 0;
  let g22 = 0;
  let dh = 0;
  let dbg = 0;
  for (let n = (starts[i + 1] as number) - from - 1; n >= 0; n--) {
    const o = WIDTH * n;
    const f = F[n] as number;
    const e = G[n] as number;
    const P12 = memory[o + 5] as number;
    const gf1 = g11 * f;
    const gf2 = g11 * e + g12;
    dF[n] = b1 * (memory[o + 2] as number) + 2 * (gf1 * (memory[o + 4] as number) + gf2 * P12);
    dG[n] = b1 * (memory[o + 3] as number) + 2 * (gf1 * P12 + gf2 * (memory[o + 6] as number));
    dc[n] = b1;
    dQ[n] = g11;
    b2 += e * b1;
    b1 *= f;
    g22 += e * (gf2 + g12);
    g12 = f * gf2;
    g11 = f * gf1;
    const inverse = memory[o + 8] as number;
    if (inverse === 0) continue;
    const k = from + n;
    const g = design[k] as number;
    const q1 = memory[o] as number;
    const q2 = memory[o + 1] as number;
    const u = memory[o + 7] as number;
    const gu = g * u;
    const w = g * g * inverse;
    const a = (b1 * q1 + b2 * q2) * g * inverse;
    const h1 = g11 * q1 + g12 * q2;
    const h2 = g12 * q1 + g22 * q2;
    const dv = a - u;
    const dS = 0.5 * (u * u - inverse) - a * u + (h1 * q1 + h2 * q2) * w * inverse;
    dh += dS;
    dbg -= dv * (bend[k] as number);
    g11 += gu * b1 - 2 * w * h1 + dS * g * g;
    g12 += 0.5 * gu * b2 - w * h2;
    b1 -= g * dv;
  }
  totals[0] = (totals[0] as number) + b1;
  totals[1] = (totals[1] as number) + b2;
  totals[2] = (totals[2] as number) + g11;
  totals[3] = (totals[3] as number) + 2 * g12;
  totals[4] = (totals[4] as number) + g22;
  totals[H_PLACE] = (totals[H_PLACE] as number) + dh;
  totals[BG_PLACE] = (totals[BG_PLACE] as number) + dbg;
}
