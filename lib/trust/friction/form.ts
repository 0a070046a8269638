import type { Filtered } from '../../stats/kalman-filter.ts';
import type { Smoothed } from '../../stats/smoother.ts';
import type { StateSpace, StateSpaceAdjoint } from '../../stats/state-space.ts';
import type { Motion } from '../laws/law.ts';
import type { FrictionNoise, FrictionNoiseAdjoint } from './noise.ts';
import type { FrictionPanel } from './panel.ts';

/** A form of the friction likelihood as a value: a pass forward over a sequence, the pass back over the same one, and
 *  what the sequence as a whole says of trust at each step. The panel's space is filled (system and initial) before. */
export interface FrictionForm {
  readonly name: 'qd' | 'qd-adf';
  /** Passes over sequences of at most `length` steps share one room.
   *  @param states whether `forward` also writes trust before and after each decision, by default: `smooth` asks for it, `backward` does not */
  passes(length: number, states?: boolean): FrictionPasses;
  /** Faster passes for a law with a motion, where there are any. */
  readonly compact?:
    (<Inputs>(panel: FrictionPanel<Inputs>, motion: Motion<Inputs>) => CompactFriction) | undefined;
  /** Trust given the whole of sequence i, which `forward` has just been through. */
  smooth(space: StateSpace, i: number, filtered: Filtered): Smoothed;
  /** Covariance of trust at a step with the last. */
  covarianceWithLast(space: StateSpace, i: number, filtered: Filtered, step: number): number;
}

/** A panel's likelihood one sequence at a time, as `kalman/compact-likelihood.ts`. */
export interface CompactFriction {
  /** Sets theta = (law's parameters, ln se, bg, ln sw, logit eps) for the calls that follow. */
  at(theta: Float64Array): void;
  /** Log-likelihood of sequence i.
   *  @param kept whether `backward` is to follow */
  forward(i: number, kept: boolean): number;
  /** Collects the derivatives of sequence i, which `forward` was last called with. */
  backward(i: number): void;
  /** Writes the derivatives collected since `at`, or since the last time this was called. */
  gradient(into: Float64Array): void;
}

export interface FrictionPasses {
  /** Log-likelihood of sequence i; writes the state before and after each decision `into`, laid out as the Kalman
   *  filter's memory, so that its smoother serves both. */
  forward<Inputs>(panel: FrictionPanel<Inputs>, noise: FrictionNoise, i: number, into: Filtered): number;
  /** Adds derivatives of sequence i's log-likelihood; `forward` has just been through it. */
  backward<Inputs>(
    panel: FrictionPanel<Inputs>,
    noise: FrictionNoise,
    i: number,
    memory: Filtered,
    system: StateSpaceAdjoint,
    noiseAdjoint: FrictionNoiseAdjoint,
  ): void;
}
