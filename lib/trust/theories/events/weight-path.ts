/** What a theory predicts for one sequence: at node z_j the weight of event t is
 *      e_tj = at[t] + per[t] z_j
 *  and the derivatives of the log-likelihood in both, filled by the likelihood. A room for the longest sequence; t counts
 *  from the first event of the sequence. */
export interface WeightPath {
  readonly at: Float64Array;
  readonly per: Float64Array;
  readonly byAt: Float64Array;
  readonly byPer: Float64Array;
}

export function weightPath(length: number): WeightPath {
  return {
    at: new Float64Array(length),
    per: new Float64Array(length),
    byAt: new Float64Array(length),
    byPer: new Float64Array(length),
  };
}
