import type { MoveSequence } from './moves.ts';

/** What all static theories share: mu0, tau0 of trust, the discount delta, ln of the noise's standard deviation s.
 *  delta and s are in units of the median gap. */
export const PARAMETERS = ['mu0', 'tau0', 'delta', 'lnS'] as const;
export type TheoryParameter = (typeof PARAMETERS)[number];
export const AT: Readonly<Record<TheoryParameter, number>> = { mu0: 0, tau0: 1, delta: 2, lnS: 3 };

/** Adds to `slope` (derivatives in mu0, tau0, delta, lnS) and returns the log-likelihood of a sequence. `sign`: +1 if the
 *  marketplace gains upward. */
export type SequenceLikelihood = (
  sequence: MoveSequence,
  theta: ArrayLike<number>,
  sign: number,
  slope: Float64Array,
) => number;

/** A theory of how sellers use recommendations, as a value. */
export interface StaticTheory {
  readonly name: 'BAB' | 'L0' | 'L1' | 'L2' | 'FD' | 'TE' | 'hybrid';
  readonly free: readonly TheoryParameter[];
  readonly signed: boolean; // depends on the direction in which the marketplace gains
  readonly likelihood: SequenceLikelihood;
}

const LN_2PI = Math.log(2 * Math.PI);

/** N(x) of docs/model.md 6.7 from Q = sum x^2 over T events, and dQ/d delta:
 *      sum_t [ -ln(2 pi s^2)/2 - x_t^2 / (2 s^2) ] */
export function residualLikelihood(
  events: number,
  Q: number,
  byDelta: number,
  theta: ArrayLike<number>,
  slope: Float64Array,
): number {
  const lnS = theta[AT.lnS] as number;
  const s2 = Math.exp(2 * lnS);
  slope[AT.lnS] = (slope[AT.lnS] as number) + Q / s2 - events;
  slope[AT.delta] = (slope[AT.delta] as number) - byDelta / (2 * s2);
  return -0.5 * events * LN_2PI - events * lnS - Q / (2 * s2);
}
