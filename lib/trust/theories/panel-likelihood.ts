import type { Moves } from './moves.ts';
import { PARAMETERS, type StaticTheory } from './theory.ts';

/** Direction in which the marketplace gains, by recommender: +1 up, -1 down. */
export type Signs = ReadonlyMap<string, 1 | -1>;

/** Per seller: log-likelihood and its derivatives in the four parameters. */
export interface SellerLikelihoods {
  readonly values: Float64Array;
  readonly slopes: Float64Array; // 4 per seller
}

export function sellerRoom(moves: Moves): SellerLikelihoods {
  return {
    values: new Float64Array(moves.sellers.length),
    slopes: new Float64Array(PARAMETERS.length * moves.sellers.length),
  };
}

/** Log-likelihoods of all sellers under a theory, in the panel's units: sums over their sequences. */
export function evaluate(
  theory: StaticTheory,
  moves: Moves,
  theta: ArrayLike<number>,
  signs: Signs,
  into: SellerLikelihoods,
): void {
  const slope = new Float64Array(PARAMETERS.length);
  into.values.fill(0);
  into.slopes.fill(0);
  for (const sequence of moves.sequences) {
    slope.fill(0);
    const value = theory.likelihood(sequence, theta, signs.get(sequence.recommender) ?? 1, slope);
    into.values[sequence.seller] = (into.values[sequence.seller] as number) + value;
    const o = PARAMETERS.length * sequence.seller;
    for (let j = 0; j < PARAMETERS.length; j++)
      into.slopes[o + j] = (into.slopes[o + j] as number) + (slope[j] as number);
  }
}
