/** Transitions of a stretch of steps in columns, one entry a step, of a state (alpha, mu) whose mu stands still:
 *      alpha' = F alpha + G mu + c + eta      eta ~ N(0, Q)      mu' = mu
 *  In dimension 1 there is no mu, and G is not read. The same shape holds derivatives with respect to the entries. */
export interface Transitions {
  readonly F: Float64Array;
  readonly G: Float64Array;
  readonly c: Float64Array;
  readonly Q: Float64Array;
}

export function transitionRoom(length: number): Transitions {
  const column = (): Float64Array => new Float64Array(length);
  return { F: column(), G: column(), c: column(), Q: column() };
}

/** Moves of a panel of sequences: z = move - bg bend is measured with variance h; bg and h are common to all steps. */
export interface Moves {
  readonly starts: Int32Array; // sequence i holds steps starts[i] to starts[i+1] - 1
  readonly design: Float64Array; // g
  readonly move: Float64Array; // NaN: not measured
  readonly bend: Float64Array;
}

export interface MeasurementError {
  readonly h: number;
  readonly bg: number;
}

/** Derivatives that add up over sequences, in one array: those of the initial state (m1 m2 P11 P12 P22), of h and of bg. */
export const TOTALS = { initial: 0, h: 5, bg: 6, length: 7 } as const;

export function longestOf(starts: Int32Array): number {
  let longest = 0;
  for (let i = 0; i + 1 < starts.length; i++)
    longest = Math.max(longest, (starts[i + 1] as number) - (starts[i] as number));
  return longest;
}
