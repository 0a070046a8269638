/** A panel of sequences under one linear-Gaussian state-space model with a state x of dimension 1 or 2:
 *
 *      z_k   = g_k x1_k + e_k              e_k ~ N(0, h_k)        measurement of step k (skipped where z_k is NaN)
 *      x_k+1 = F_k x_k + c_k + eta_k       eta_k ~ N(0, Q_k)      transition after it
 *      x_0 ~ N(m0, P0)                     independently in each sequence
 *
 *  A law of motion is whatever fills F, c and Q. Only the first component is measured. A state of dimension 1 is
 *  stored in the first component; the second stays exactly zero. Durbin & Koopman (2012), Time Series Analysis by
 *  State Space Methods, 2nd ed., chapter 4. */
export interface StateSpace {
  readonly dimension: 1 | 2;
  readonly starts: Int32Array; // sequence i holds steps starts[i] to starts[i+1] - 1
  readonly design: Float64Array; // g, one per step
  readonly observation: Float64Array; // z, one per step; NaN: not measured
  readonly noise: Float64Array; // h, one per step: a variance
  /** Per step F11 F12 F21 F22 c1 c2 Q11 Q12 Q22. */
  readonly system: Float64Array;
  /** m1 m2 P11 P12 P22 of x_0. */
  readonly initial: Float64Array;
}

export const SYSTEM_WIDTH = 9;
export const INITIAL_WIDTH = 5;

/** Derivatives of a scalar with respect to what a `StateSpace` holds, laid out alike. The covariances count as
 *  symmetric matrices: an entry off the diagonal carries the derivative with respect to both of its places. */
export interface StateSpaceAdjoint {
  readonly observation: Float64Array;
  readonly noise: Float64Array;
  readonly system: Float64Array;
  readonly initial: Float64Array;
}

/** An empty space for sequences of the given lengths: F is the identity, all else zero. */
export function stateSpace(dimension: 1 | 2, lengths: readonly number[]): StateSpace {
  const starts = new Int32Array(lengths.length + 1);
  lengths.forEach((length, i) => (starts[i + 1] = (starts[i] as number) + length));
  const steps = starts[lengths.length] as number;
  const system = new Float64Array(SYSTEM_WIDTH * steps);
  for (let k = 0; k < steps; k++) system[SYSTEM_WIDTH * k] = system[SYSTEM_WIDTH * k + 3] = 1;
  return {
    dimension,
    starts,
    design: new Float64Array(steps),
    observation: new Float64Array(steps).fill(Number.NaN),
    noise: new Float64Array(steps),
    system,
    initial: new Float64Array(INITIAL_WIDTH),
  };
}

export function stateSpaceAdjoint(space: StateSpace): StateSpaceAdjoint {
  const steps = space.design.length;
  return {
    observation: new Float64Array(steps),
    noise: new Float64Array(steps),
    system: new Float64Array(SYSTEM_WIDTH * steps),
    initial: new Float64Array(INITIAL_WIDTH),
  };
}
