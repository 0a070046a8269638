import { capsTowards } from './level-k.ts';
import type { MoveSequence } from './moves.ts';
import { AT, type StaticTheory } from './theory.ts';

const LN_2PI = Math.log(2 * Math.PI);

/** TE: d = alpha g + e with alpha ~ N(mu0, tau0^2) in each sequence, integrated out. docs/model.md 6.7, in a form that holds
 *  at tau0 = 0:
 *      E = C - 2 mu0 B + mu0^2 A      R = B - mu0 A      W = s^2 + tau0^2 A
 *      ll = -T ln(2 pi s^2)/2 - ln(W/s^2)/2 - E/(2 s^2) + tau0^2 R^2 / (2 s^2 W) */
export const trustEmbedded: StaticTheory = {
  name: 'TE',
  free: ['mu0', 'tau0', 'lnS'],
  signed: false,
  likelihood: (sequence, theta, _sign, slope) => integrated(sequence, sequence, theta, slope, 0, 0),
};

/** TE and level-k in one person: she takes off a fixed discount, then trusts what is left by alpha,
 *  d = alpha (g - sign delta) + e. TE is delta = 0, L1 is alpha = 1. */
export const hybrid: StaticTheory = {
  name: 'hybrid',
  free: ['mu0', 'tau0', 'delta', 'lnS'],
  signed: true,
  likelihood: (sequence, theta, sign, slope) => {
    const { A, B, byA, byB } = shifted(sequence, theta[AT.delta] as number, sign);
    return integrated(sequence, { A, B }, theta, slope, byA, byB);
  },
};

function integrated(
  { gaps, C }: MoveSequence,
  { A, B }: { readonly A: number; readonly B: number },
  theta: ArrayLike<number>,
  slope: Float64Array,
  byA: number, // dA/d delta
  byB: number, // dB/d delta
): number {
  const T = gaps.length;
  const mu0 = theta[AT.mu0] as number;
  const tau0 = theta[AT.tau0] as number;
  const lnS = theta[AT.lnS] as number;
  const s2 = Math.exp(2 * lnS);
  const v = tau0 * tau0;
  const E = C - 2 * mu0 * B + mu0 * mu0 * A;
  const R = B - mu0 * A;
  const W = s2 + v * A;
  const dv = (R * R) / (2 * W * W) - A / (2 * W);
  const ds2 =
    (1 - T) / (2 * s2) - 0.5 / W + E / (2 * s2 * s2) - ((v * R * R) / (2 * s2 * W)) * (1 / s2 + 1 / W);
  const dA = -v / (2 * W) - (mu0 * mu0) / (2 * s2) - (v / (2 * s2 * W)) * (2 * R * mu0 + (R * R * v) / W);
  const dB = mu0 / s2 + (v * R) / (s2 * W);
  slope[AT.mu0] = (slope[AT.mu0] as number) + R / W;
  slope[AT.tau0] = (slope[AT.tau0] as number) + 2 * tau0 * dv;
  slope[AT.delta] = (slope[AT.delta] as number) + dA * byA + dB * byB;
  slope[AT.lnS] = (slope[AT.lnS] as number) + 2 * s2 * ds2;
  return -0.5 * T * LN_2PI - T * lnS - 0.5 * Math.log(W / s2) - E / (2 * s2) + (v * R * R) / (2 * s2 * W);
}

/** A = sum w^2, B = sum w d with w = g - sign c, c = delta or min(delta, range)/2 at the bound; and their slopes. */
function shifted(
  sequence: MoveSequence,
  delta: number,
  sign: number,
): { A: number; B: number; byA: number; byB: number } {
  const { gaps, moves, G, D } = sequence;
  const T = gaps.length;
  let A = sequence.A - 2 * sign * delta * G + T * delta * delta;
  let B = sequence.B - sign * delta * D;
  let byA = 2 * (T * delta - sign * G);
  let byB = -sign * D;
  for (const { event, range } of capsTowards(sequence, sign)) {
    const g = gaps[event] as number;
    const d = moves[event] as number;
    const half = Math.min(delta, range) / 2;
    A += (g - sign * half) ** 2 - (g - sign * delta) ** 2;
    B += sign * d * (delta - half);
    byA += 2 * sign * (g - sign * delta) - (delta < range ? sign * (g - sign * half) : 0);
    byB += sign * d - (delta < range ? (sign * d) / 2 : 0);
  }
  return { A, B, byA, byB };
}
