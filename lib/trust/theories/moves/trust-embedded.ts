import { AT, PARAMETERS, type Evaluation } from './evaluation.ts';
import type { MoveSums } from './move-sums.ts';
import type { Workspace } from './workspace.ts';

const LN_2PI = Math.log(2 * Math.PI);

/** TE: d = alpha g + e with alpha ~ N(mu0, tau0^2) in each sequence, integrated out. */
export function trustEmbedded(sums: MoveSums, space: Workspace, into: Evaluation): void {
  space.A.set(sums.A);
  space.B.set(sums.B);
  space.byA.fill(0);
  space.byB.fill(0);
  integrated(sums, space, into);
}

/** TE and level-k in one person: she takes off a fixed discount, then trusts what is left by alpha,
 *  d = alpha (g - sign delta) + e. TE is delta = 0, L1 is alpha = 1. */
export function hybrid(sums: MoveSums, space: Workspace, into: Evaluation): void {
  shift(sums, space, into);
  integrated(sums, space, into);
}

/** docs/model.md 6.7, in a form that holds at tau0 = 0, with A and B of the workspace:
 *      E = C - 2 mu0 B + mu0^2 A      R = B - mu0 A      W = s^2 + tau0^2 A
 *      ll = -T ln(2 pi s^2)/2 - ln(W/s^2)/2 - E/(2 s^2) + tau0^2 R^2 / (2 s^2 W) */
function integrated(sums: MoveSums, space: Workspace, into: Evaluation): void {
  const { theta, values, slopes } = into;
  const mu0 = theta[AT.mu0] as number;
  const tau0 = theta[AT.tau0] as number;
  const lnS = theta[AT.lnS] as number;
  const s2 = Math.exp(2 * lnS);
  const v = tau0 * tau0;
  const perEvent = -0.5 * LN_2PI - lnS;
  for (let i = 0; i < values.length; i++) {
    const T = sums.T[i] as number;
    const A = space.A[i] as number;
    const B = space.B[i] as number;
    const E = (sums.C[i] as number) - 2 * mu0 * B + mu0 * mu0 * A;
    const R = B - mu0 * A;
    const W = s2 + v * A;
    const gain = (v * R * R) / (2 * s2 * W);
    values[i] = T * perEvent - 0.5 * Math.log(W / s2) - E / (2 * s2) + gain;
    if (slopes === null) continue;
    const byVariance = (R * R) / (2 * W * W) - A / (2 * W);
    const byS2 = (1 - T) / (2 * s2) - 0.5 / W + E / (2 * s2 * s2) - gain * (1 / s2 + 1 / W);
    const byA = -v / (2 * W) - (mu0 * mu0) / (2 * s2) - (v / (2 * s2 * W)) * (2 * R * mu0 + (R * R * v) / W);
    const byB = mu0 / s2 + (v * R) / (s2 * W);
    const o = PARAMETERS.length * i;
    slopes[o + AT.mu0] = R / W;
    slopes[o + AT.tau0] = 2 * tau0 * byVariance;
    slopes[o + AT.delta] = byA * (space.byA[i] as number) + byB * (space.byB[i] as number);
    slopes[o + AT.lnS] = 2 * s2 * byS2;
  }
}

/** A = sum w^2, B = sum w d with w = g - sign c, c = delta or min(delta, range)/2 at the bound; and their slopes. */
function shift(sums: MoveSums, space: Workspace, { theta, side }: Evaluation): void {
  const { T, G, D, caps } = sums;
  const { A, B, byA, byB } = space;
  const delta = theta[AT.delta] as number;
  for (let i = 0; i < A.length; i++) {
    const sign = side[i] as number;
    const [events, gaps, moves] = [T[i] as number, sign * (G[i] as number), sign * (D[i] as number)];
    A[i] = (sums.A[i] as number) + delta * (events * delta - 2 * gaps);
    B[i] = (sums.B[i] as number) - delta * moves;
    byA[i] = 2 * (events * delta - gaps);
    byB[i] = -moves;
  }
  for (const { sequence: i, side: at, g, d, range } of caps) {
    const sign = side[i] as number;
    if (at !== sign) continue;
    const half = Math.min(delta, range) / 2;
    A[i] = (A[i] as number) + (g - sign * half) ** 2 - (g - sign * delta) ** 2;
    B[i] = (B[i] as number) + sign * d * (delta - half);
    byA[i] =
      (byA[i] as number) + 2 * sign * (g - sign * delta) - (delta < range ? sign * (g - sign * half) : 0);
    byB[i] = (byB[i] as number) + sign * d - (delta < range ? (sign * d) / 2 : 0);
  }
}
