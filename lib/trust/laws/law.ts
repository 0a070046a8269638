import type { StateSpace, StateSpaceAdjoint } from '../../stats/state-space.ts';

/** A law of motion of trust as a value: how parameters and inputs make the initial state and the transitions of a
 *  state space, and the chain rule back. */
export interface Law<Inputs> {
  readonly name: '5.3' | '5.5';
  readonly dimension: 1 | 2;
  readonly parameters: readonly string[];
  /** Writes `initial` and `system` of the space. */
  fill(theta: Float64Array, inputs: Inputs, space: StateSpace): void;
  /** Writes derivatives with respect to the parameters into the first entries of `gradient`. */
  pull(theta: Float64Array, inputs: Inputs, adjoint: StateSpaceAdjoint, gradient: Float64Array): void;
}
