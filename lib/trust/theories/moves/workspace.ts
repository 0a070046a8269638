/** Room for what the theories make of the sums, one number per sequence; overwritten by every evaluation. */
export interface Workspace {
  readonly Q: Float64Array; // sum of squared residuals
  readonly byDelta: Float64Array; // dQ/d delta
  readonly A: Float64Array; // sum w^2 of the discounted gaps w
  readonly B: Float64Array; // sum w d
  readonly byA: Float64Array; // dA/d delta
  readonly byB: Float64Array; // dB/d delta
  readonly side: Float64Array; // sign of the sequence's recommender
}

export function workspace(sequences: number): Workspace {
  const room = () => new Float64Array(sequences);
  return { Q: room(), byDelta: room(), A: room(), B: room(), byA: room(), byB: room(), side: room() };
}
