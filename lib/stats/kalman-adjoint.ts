import { FILTER_WIDTH, filterSequence, type Filtered } from './kalman-filter.ts';
import { SYSTEM_WIDTH, type StateSpace, type StateSpaceAdjoint } from './state-space.ts';

/** Log-likelihood of all sequences and, by one backward pass each, its derivatives with respect to z, h, F, c, Q and
 *  the initial state. With b, G the derivatives with respect to mean and covariance after step k:
 *      transition    dF = b m' + 2 G F P     dc = b     dQ = G     b <- F' b     G <- F' G F
 *      measurement   A = b'P1   B = P1' G P1   u = v/S
 *                    dv = -u + A g/S      dS = (u^2 - 1/S)/2 - A g u/S + B g^2/S^2     dz = dv     dh = dS
 *                    G <- G + (g u b - 2 (g^2/S) G P1) e1' (symmetrised) + dS g^2 e1 e1'      b1 <- b1 - g dv
 *  Checked against central differences in test/stats/kalman-adjoint.test.ts. */
export function likelihoodAdjoint(space: StateSpace, room: Filtered, into: StateSpaceAdjoint): number {
  into.initial.fill(0);
  let total = 0;
  for (let i = 0; i + 1 < space.starts.length; i++) {
    total += filterSequence(space, i, room);
    backward(space, i, room.steps, into);
  }
  return total;
}

function backward(space: StateSpace, i: number, memory: Float64Array, into: StateSpaceAdjoint): void {
  const { design, observation, system, starts } = space;
  let b1 = 0;
  let b2 = 0;
  let g11 = 0;
  let g12 = 0;
  let g22 = 0;
  const from = starts[i] as number;
  for (let k = (starts[i + 1] as number) - 1; k >= from; k--) {
    const o = FILTER_WIDTH * (k - from);
    const j = SYSTEM_WIDTH * k;
    const f11 = system[j] as number;
    const f12 = system[j + 1] as number;
    const f21 = system[j + 2] as number;
    const f22 = system[j + 3] as number;
    const m1 = memory[o + 5] as number;
    const m2 = memory[o + 6] as number;
    const p11 = memory[o + 7] as number;
    const p12 = memory[o + 8] as number;
    const p22 = memory[o + 9] as number;
    const gf11 = g11 * f11 + g12 * f21;
    const gf12 = g11 * f12 + g12 * f22;
    const gf21 = g12 * f11 + g22 * f21;
    const gf22 = g12 * f12 + g22 * f22;
    const d = into.system;
    d[j] = b1 * m1 + 2 * (gf11 * p11 + gf12 * p12);
    d[j + 1] = b1 * m2 + 2 * (gf11 * p12 + gf12 * p22);
    d[j + 2] = b2 * m1 + 2 * (gf21 * p11 + gf22 * p12);
    d[j + 3] = b2 * m2 + 2 * (gf21 * p12 + gf22 * p22);
    d[j + 4] = b1;
    d[j + 5] = b2;
    d[j + 6] = g11;
    d[j + 7] = 2 * g12;
    d[j + 8] = g22;
    const c1 = f11 * b1 + f21 * b2;
    b2 = f12 * b1 + f22 * b2;
    b1 = c1;
    g22 = f12 * gf12 + f22 * gf22;
    g12 = f11 * gf12 + f21 * gf22;
    g11 = f11 * gf11 + f21 * gf21;
    const z = observation[k] as number;
    if (z === z) {
      const g = design[k] as number;
      const v = memory[o + 10] as number;
      const s = memory[o + 11] as number;
      const q1 = memory[o + 2] as number; // P1 before the measurement
      const q2 = memory[o + 3] as number;
      const u = v / s;
      const w = (g * g) / s;
      const a = b1 * q1 + b2 * q2;
      const h1 = g11 * q1 + g12 * q2;
      const h2 = g12 * q1 + g22 * q2;
      const dv = -u + (a * g) / s;
      const ds = 0.5 * (u * u - 1 / s) - (a * g * u) / s + ((h1 * q1 + h2 * q2) * w) / s;
      into.observation[k] = dv;
      into.noise[k] = ds;
      g11 += g * u * b1 - 2 * w * h1 + ds * g * g;
      g12 += 0.5 * (g * u * b2 - 2 * w * h2);
      b1 -= g * dv;
    } else {
      into.observation[k] = 0;
      into.noise[k] = 0;
    }
  }
  const initial = into.initial;
  initial[0] = (initial[0] as number) + b1;
  initial[1] = (initial[1] as number) + b2;
  initial[2] = (initial[2] as number) + g11;
  initial[3] = (initial[3] as number) + 2 * g12;
  initial[4] = (initial[4] as number) + g22;
}
