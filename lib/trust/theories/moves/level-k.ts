import { AT, PARAMETERS, type Evaluation } from './evaluation.ts';
import type { MoveSums } from './move-sums.ts';
import type { Workspace } from './workspace.ts';

const LN_2PI = Math.log(2 * Math.PI);

/** N(x) of docs/model.md 6.7 from Q = sum x^2 over T events, and dQ/d delta:
 *      sum_t [ -ln(2 pi s^2)/2 - x_t^2 / (2 s^2) ] */
function residuals({ T }: MoveSums, { Q, byDelta }: Workspace, into: Evaluation): void {
  const { theta, values, slopes } = into;
  const lnS = theta[AT.lnS] as number;
  const s2 = Math.exp(2 * lnS);
  const perEvent = -0.5 * LN_2PI - lnS;
  for (let i = 0; i < values.length; i++) {
    const [events, squares] = [T[i] as number, Q[i] as number];
    values[i] = events * perEvent - squares / (2 * s2);
    if (slopes === null) continue;
    const o = PARAMETERS.length * i;
    slopes[o + AT.delta] = -(byDelta[i] as number) / (2 * s2);
    slopes[o + AT.lnS] = squares / s2 - events;
  }
}

/** BAB: the seller ignores the recommendation, d = 0 + e. */
export function babbling(sums: MoveSums, space: Workspace, into: Evaluation): void {
  space.Q.set(sums.C);
  residuals(sums, space, into);
}

/** L_k: the seller takes off what a marketplace k steps ahead would have added, d = g - sign k delta + e; L0 is credulous.
 *  Where the recommendation stood at the bound, those who would have gone beyond pool there, and she takes off
 *  min(k delta, range)/2 instead. docs/model.md 2.4 and 6.7. */
export function levelK(k: 0 | 1 | 2, sums: MoveSums, space: Workspace, into: Evaluation): void {
  const { T, A, B, C, G, D, caps } = sums;
  const { Q, byDelta } = space;
  const { side } = into;
  const c = k * (into.theta[AT.delta] as number);
  for (let i = 0; i < Q.length; i++) {
    const events = T[i] as number;
    const left = (side[i] as number) * ((D[i] as number) - (G[i] as number));
    Q[i] = (C[i] as number) - 2 * (B[i] as number) + (A[i] as number) + c * (2 * left + events * c);
    byDelta[i] = 2 * k * (left + events * c);
  }
  for (const { sequence: i, side: at, g, d, range } of k > 0 ? caps : []) {
    const sign = side[i] as number;
    if (at !== sign) continue;
    const x = d - g;
    const half = Math.min(c, range) / 2;
    Q[i] = (Q[i] as number) + (x + sign * half) ** 2 - (x + sign * c) ** 2;
    byDelta[i] =
      (byDelta[i] as number) + (c < range ? sign * k * (x + sign * half) : 0) - 2 * sign * k * (x + sign * c);
  }
  residuals(sums, space, into);
}

/** FD, a fixed discount without a direction: d = sign(g) max(|g| - delta, 0) + e; also the mark of adjustment friction. */
export function fixedDiscount(sums: MoveSums, space: Workspace, into: Evaluation): void {
  const { C, bySize, T } = sums;
  const { Q, byDelta } = space;
  const delta = into.theta[AT.delta] as number;
  let start = 0;
  for (let i = 0; i < Q.length; i++) {
    const m = larger(bySize.size, start, T[i] as number, delta);
    const last = start + m - 1;
    const x = m > 0 ? (bySize.x[last] as number) : 0;
    Q[i] = (C[i] as number) + (m > 0 ? (bySize.excess[last] as number) : 0) + delta * (2 * x + m * delta);
    byDelta[i] = 2 * (x + m * delta);
    start += T[i] as number;
  }
  residuals(sums, space, into);
}

/** How many of `count` falling sizes from `start` on are above delta. */
function larger(sizes: Float64Array, start: number, count: number, delta: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sizes[start + middle] as number) > delta) low = middle + 1;
    else high = middle;
  }
  return low;
}
