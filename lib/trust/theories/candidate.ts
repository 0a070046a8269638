import type { THEORIES } from '../estimates.ts';
import type { Convergence } from '../quantity-schema.ts';

export type TheoryName = (typeof THEORIES)[number];

/** A theory as fitted: what the comparison needs. Log-likelihoods on the scale, of the moves or of the events. */
export interface Candidate {
  readonly name: TheoryName;
  readonly parameterCount: number;
  readonly logLikelihood: number;
  readonly sellers: Float64Array; // log-likelihood of each seller
  readonly heldOut: Float64Array; // of each seller under parameters fitted on the other folds
  readonly later: Float64Array; // of each seller's later decisions given her earlier ones, fitted on the earlier ones
  readonly parameters: Readonly<Record<string, number | null | Record<string, number>>>;
  /** Of the parameters whose smallness decides between nested theories, in the panel's units. */
  readonly profile: Profile;
  /** Variance of the noise in one weight d/g, and in one move d in the panel's units, harmonic means over the decisions; of
   *  the static theory inside. */
  readonly noise: { readonly weight: number; readonly move: number };
  readonly convergence: Convergence;
  /** Of the mixture: 95 % upper bound of the total share of all types but these. */
  shareOfOthers?(than: readonly string[]): number;
}

/** What a likelihood says of one parameter at a time. */
export interface Profile {
  estimate(name: 'mu0' | 'tau0' | 'delta'): number;
  /** Whether a value is outside the 95 % profile interval. */
  excludes(name: 'mu0' | 'tau0' | 'delta', value: number): boolean;
}
