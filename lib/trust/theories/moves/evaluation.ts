/** theta of the static theories of moves: mu0, tau0 of trust, the discount delta, ln of the noise's standard deviation s.
 *  delta and s are in units of the median gap. */
export const PARAMETERS = ['mu0', 'tau0', 'delta', 'lnS'] as const;
export const AT = { mu0: 0, tau0: 1, delta: 2, lnS: 3 } as const;

/** Where the log-likelihoods of the sequences, and their slopes in theta, are written: 4 slopes per sequence, or none. */
export interface Evaluation {
  readonly theta: ArrayLike<number>;
  readonly side: ArrayLike<number>; // of each sequence: +1 if the marketplace gains upward, -1 if downward
  readonly values: Float64Array;
  readonly slopes: Float64Array | null;
}
