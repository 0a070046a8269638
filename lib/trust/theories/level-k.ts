import type { Cap, MoveSequence } from './moves.ts';
import { AT, residualLikelihood, type StaticTheory } from './theory.ts';

/** BAB: the seller ignores the recommendation, d = 0 + e. */
export const babbling: StaticTheory = {
  name: 'BAB',
  free: ['lnS'],
  signed: false,
  likelihood: ({ gaps, C }, theta, _sign, slope) => residualLikelihood(gaps.length, C, 0, theta, slope),
};

/** L0: the seller is credulous, d = g + e. */
export const credulous: StaticTheory = {
  name: 'L0',
  free: ['lnS'],
  signed: false,
  likelihood: ({ gaps, A, B, C }, theta, _sign, slope) =>
    residualLikelihood(gaps.length, C - 2 * B + A, 0, theta, slope),
};

/** L_k: the seller takes off what a marketplace k steps ahead would have added, d = g - sign k delta + e. Where the
 *  recommendation stood at the bound, those who would have gone beyond pool there, and she takes off
 *  min(k delta, range)/2 instead. docs/model.md 2.4 and 6.7. */
function levelK(k: 1 | 2): StaticTheory {
  return {
    name: k === 1 ? 'L1' : 'L2',
    free: ['delta', 'lnS'],
    signed: true,
    likelihood: (sequence, theta, sign, slope) => {
      const { Q, byDelta } = discounted(sequence, k, theta[AT.delta] as number, sign);
      return residualLikelihood(sequence.gaps.length, Q, byDelta, theta, slope);
    },
  };
}
export const levelOne = levelK(1);
export const levelTwo = levelK(2);

/** Events whose recommendation stood at the bound towards which the marketplace gains. */
export function capsTowards(sequence: MoveSequence, sign: number): readonly Cap[] {
  return sign > 0 ? sequence.upperCaps : sequence.lowerCaps;
}

/** Q = sum (d - g + sign c)^2 with c = k delta, or min(k delta, range)/2 at the bound, and dQ/d delta. */
function discounted(
  sequence: MoveSequence,
  k: number,
  delta: number,
  sign: number,
): { Q: number; byDelta: number } {
  const { gaps, moves, A, B, C, G, D } = sequence;
  const c = k * delta;
  let Q = C - 2 * B + A + 2 * sign * c * (D - G) + gaps.length * c * c;
  let byDelta = 2 * k * (sign * (D - G) + gaps.length * c);
  for (const { event, range } of capsTowards(sequence, sign)) {
    const x = (moves[event] as number) - (gaps[event] as number);
    const half = Math.min(c, range) / 2;
    Q += (x + sign * half) ** 2 - (x + sign * c) ** 2;
    byDelta += (c < range ? sign * k * (x + sign * half) : 0) - 2 * sign * k * (x + sign * c);
  }
  return { Q, byDelta };
}

/** FD, a fixed discount without a direction: d = sign(g) max(|g| - delta, 0) + e; also the mark of adjustment friction. */
export const fixedDiscount: StaticTheory = {
  name: 'FD',
  free: ['delta', 'lnS'],
  signed: false,
  likelihood: ({ gaps, moves }, theta, _sign, slope) => {
    const delta = theta[AT.delta] as number;
    let Q = 0;
    let byDelta = 0;
    for (let t = 0; t < gaps.length; t++) {
      const g = gaps[t] as number;
      const left = Math.abs(g) - delta;
      const x = (moves[t] as number) - (left > 0 ? Math.sign(g) * left : 0);
      Q += x * x;
      if (left > 0) byDelta += 2 * x * Math.sign(g);
    }
    return residualLikelihood(gaps.length, Q, byDelta, theta, slope);
  },
};
