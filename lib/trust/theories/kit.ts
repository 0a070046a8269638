import type { Measure } from '../kalman/trust-panel.ts';
import type { NestedName } from '../kalman/nested-model.ts';
import type { Convergence } from '../quantity-schema.ts';
import type { Sequence } from '../sequence.ts';
import type { Roster } from './roster.ts';

/** To plug in another likelihood: write its `Kit` in a folder of its own and name it in `KITS` (kits.ts).
 *
 *  A likelihood in which all theories are compared: of moves with Gaussian noise (moves/), or of friction events
 *  (events/). Fits, mixture, folds, comparison and verdict are written once and take the kit. */
export interface Kit {
  readonly likelihood: 'moves' | 'events';
  /** Names of theta's places, the same theta for all theories. `mu0`, `tau0` (its sign means nothing) and `delta` are among
   *  them, sizes in units of the measure's `unit`. */
  readonly parameters: readonly string[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** Stated starts, in full theta. A theory without delta uses the first only: the others differ in delta. */
  readonly starts: readonly (readonly number[])[];
  /** Places of theta that a theory estimates, ascending; the others are zero. The mixture estimates all. */
  readonly free: Readonly<Record<StaticName, readonly number[]>>;
  /** Data of all static theories. Sequence i of the roster is sequence i given; one without a decision has likelihood 1. */
  panelOf(sequences: readonly Sequence[], measure: Measure): Panel;
  /** To be taken off a log-likelihood for every event: ln(unit) for densities of moves in units, 0 for events. */
  shiftPerEvent(measure: Measure): number;
  /** theta as published, on the scale, by published name; only what stands in the places `free`. */
  published(theta: ArrayLike<number>, free: readonly number[], measure: Measure): Published;
  /** Variance of the noise in one weight d/g at a gap. */
  weightNoise(theta: ArrayLike<number>, gap: number): number;
  readonly dynamics: Dynamics;
}

export type Published = Record<string, number>;

/** Static theories: models of one sequence in which nothing moves. */
export const STATICS = ['BAB', 'L0', 'L1', 'L2', 'FD', 'TE', 'hybrid'] as const;
export type StaticName = (typeof STATICS)[number];

/** Types of sellers in the mixture, in the order of its shares. */
export const CLASSES = [
  { name: 'TE' },
  { name: 'L0' },
  { name: 'L1' },
  { name: 'L2' },
  { name: 'BAB' },
] as const satisfies readonly { readonly name: StaticName }[];

/** Depends on the direction in which the marketplace gains. */
export const isSigned = (theory: StaticName): boolean =>
  theory === 'L1' || theory === 'L2' || theory === 'hybrid';

/** Direction in which the marketplace gains, by recommender: +1 up (also where none is given), -1 down. */
export type Signs = ReadonlyMap<string, 1 | -1>;

/** Data of some sellers as a kit sees them. */
export interface Panel {
  readonly roster: Roster;
  /** What an evaluation has to go through: decisions, or sequences where their sums are enough. */
  readonly cost: number;
  /** Log-likelihood of each sequence under a theory, in the kit's units, into `values`; its derivatives in theta into
   *  `slopes`, `parameters.length` per sequence, zero where the theory has no such parameter; null: not wanted. Overwrites
   *  both, allocates nothing that grows with the panel. */
  evaluate(
    theory: StaticName,
    theta: ArrayLike<number>,
    signs: Signs,
    values: Float64Array,
    slopes: Float64Array | null,
  ): void;
  /** The same data with only some sellers, whose indices stay; sequences keep their order. */
  restricted(keep: (seller: number) => boolean): Panel;
}

/** A maximum of a static theory's likelihood. Sizes in the kit's units. */
export interface TheoryFit {
  readonly theta: Float64Array; // zero where not free
  readonly logLikelihood: number;
  readonly convergence: Convergence;
}

export interface DynamicFit extends TheoryFit {
  readonly parameterCount: number;
  /** Of -ln L, to scale searches by that begin here. */
  curvature?(): readonly (readonly number[])[];
}

/** TE-dyn: trust that moves with the outcomes seen, with the static TE inside. Its theta is its own. */
export interface Dynamics {
  /** Maximum likelihood, at least as good as `nested` on the same sequences.
   *  @param nested the static TE on these sequences, theta of the kit
   *  @param from a fit to start at instead of the stated starts: that on all data, of a part of it */
  fit(
    sequences: readonly Sequence[],
    measure: Measure,
    motion: NestedName,
    nested: TheoryFit,
    from?: DynamicFit,
  ): DynamicFit;
  /** Log-likelihood of each sequence, in the kit's units. */
  values(sequences: readonly Sequence[], measure: Measure, theta: Float64Array): Float64Array;
  published(theta: Float64Array, measure: Measure): Published;
}
