import { SYSTEM_WIDTH, type StateSpace, type StateSpaceAdjoint } from '../../stats/state-space.ts';
import { longestOf, transitionRoom, type Transitions } from '../../stats/transitions.ts';

/** How a law moves trust, with the chain rule back. The state is alpha, or (alpha, mu) with a mu that stands still. */
export interface Motion<Inputs> {
  /** Writes m1 m2 P11 P12 P22 of the first state. */
  initial(theta: Float64Array, into: Float64Array): void;
  /** Adds the derivatives that come through the first state. */
  pullInitial(theta: Float64Array, adjoint: Float64Array, gradient: Float64Array): void;
  /** Writes the transitions of steps `from` to `to` - 1 from entry 0. */
  transitions(theta: Float64Array, inputs: Inputs, from: number, to: number, into: Transitions): void;
  /** Adds the derivatives that come through those transitions. */
  pullTransitions(
    theta: Float64Array,
    inputs: Inputs,
    from: number,
    to: number,
    adjoint: Transitions,
    gradient: Float64Array,
  ): void;
}

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
  /** What the fast filters of its dimension take; a law without it goes through the general state space. */
  readonly motion?: Motion<Inputs> | undefined;
}

/** A law from its motion: the general state space holds the same transitions. */
export function lawOf<Inputs>(
  law: Pick<Law<Inputs>, 'name' | 'dimension' | 'parameters'>,
  motion: Motion<Inputs>,
): Law<Inputs> {
  return {
    ...law,
    motion,
    fill(theta, inputs, { starts, initial, system }) {
      const t = transitionRoom(longestOf(starts));
      motion.initial(theta, initial);
      for (let i = 0; i + 1 < starts.length; i++) {
        const [from, to] = [starts[i] as number, starts[i + 1] as number];
        motion.transitions(theta, inputs, from, to, t);
        for (let k = from; k < to; k++) {
          const j = SYSTEM_WIDTH * k;
          system[j] = t.F[k - from] as number;
          system[j + 1] = law.dimension === 2 ? (t.G[k - from] as number) : 0;
          system[j + 4] = t.c[k - from] as number;
          system[j + 6] = t.Q[k - from] as number;
        }
      }
    },
    pull(theta, inputs, { initial, system }, gradient) {
      const steps = system.length / SYSTEM_WIDTH;
      const d = transitionRoom(steps);
      for (let k = 0; k < steps; k++) {
        const j = SYSTEM_WIDTH * k;
        d.F[k] = system[j] as number;
        d.G[k] = system[j + 1] as number;
        d.c[k] = system[j + 4] as number;
        d.Q[k] = system[j + 6] as number;
      }
      gradient.fill(0, 0, law.parameters.length);
      motion.pullInitial(theta, initial, gradient);
      motion.pullTransitions(theta, inputs, 0, steps, d, gradient);
    },
  };
}
