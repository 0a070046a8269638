import { bic, vuong, type Vuong } from '../../stats/vuong.ts';
import type { Candidate } from './candidate.ts';
import type { Context } from './nesting.ts';

/** BIC over sellers, the independent unit. */
export const bicOf = ({ logLikelihood, parameterCount }: Candidate, { sellers }: Context): number =>
  bic(logLikelihood, parameterCount, sellers);

/** BIC over decisions: stricter on parameters. */
export const bicByEvent = ({ logLikelihood, parameterCount }: Candidate, { events }: Context): number =>
  bic(logLikelihood, parameterCount, events);

export function vuongOf(own: Candidate, other: Candidate): Vuong | 'indistinguishable' {
  return vuong(own.sellers, other.sellers, own.parameterCount, other.parameterCount);
}

/** Vuong's z' with Schwarz's correction; zero for two theories that say the same of everybody. */
export function correctedVuong(own: Candidate, other: Candidate): number {
  const test = vuongOf(own, other);
  return test === 'indistinguishable' ? 0 : test.corrected;
}

export interface Difference {
  readonly difference: number;
  readonly se: number;
}

/** Difference in mean log density per event of sellers held out. */
export const heldOut = (own: Candidate, other: Candidate, { events }: Context): Difference =>
  perEvent(own.heldOut, other.heldOut, events);

/** Difference in mean log density per event of the later decisions of each seller. */
export const later = (own: Candidate, other: Candidate, { laterEvents }: Context): Difference =>
  perEvent(own.later, other.later, laterEvents);

/** sum_i D_i / events, se = sqrt(n) sd(D_i) / events, D_i the difference of seller i. */
function perEvent(own: Float64Array, other: Float64Array, events: number): Difference {
  const n = own.length;
  const D = own.map((value, i) => value - (other[i] as number));
  const mean = D.reduce((sum, value) => sum + value, 0) / n;
  const variance = D.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1);
  return { difference: (n * mean) / events, se: Math.sqrt(n * variance) / events };
}
