import type { Measure } from './kalman/trust-panel.ts';
import type { NestedName } from './kalman/nested-model.ts';
import type { Sequence } from './sequence.ts';
import type { Convergence } from './quantity-schema.ts';
import type { SegmentFit } from './trust-fit.ts';

/** What the sequences of a segment let be told apart. */
export interface Identified {
  readonly gapSlope: boolean; // gaps differ enough in size
  readonly motion: readonly NestedName[]; // models whose parameters the outcomes seen inform, smallest first
}

/** A maximum of the likelihood of one model. */
export interface ModelFit {
  readonly name: NestedName;
  /** mu0, tau0, gain, loss, q, ln se, bg, and in the friction likelihood ln sw, logit eps; sizes in units of `unit`. */
  readonly theta: Float64Array;
  readonly fitted: readonly number[]; // the places of theta that were estimated
  readonly logLikelihood: number; // of the moves on the scale, or of the events
  readonly parameterCount: number;
  readonly convergence: Convergence;
  /** Of theta, zero where not estimated; undefined if the likelihood is flat in some direction. */
  covariance(): number[][] | undefined;
  /** Where the estimate in a place of theta rests on a bound, in words. */
  boundOf(place: number): string | null;
}

/** A way from sequences to trust: the Kalman filter and the friction likelihoods, behind one interface. */
export interface TrustEstimator {
  readonly name: SegmentFit['estimator'];
  /** One fit per identified model, each at least as good as those nested in it. */
  fit(sequences: readonly Sequence[], measure: Measure, identified: Identified): ModelFit[];
  /** Each sequence's trust under a fit, given all of the sequence. */
  paths(sequences: readonly Sequence[], fit: SegmentFit): TrustPath[];
}

/** Trust of one sequence, given all of it. Not clipped. Index `steps` is the state after the last outcome seen. */
export interface TrustPath {
  readonly mean: Float64Array; // steps + 1
  readonly variance: Float64Array; // steps + 1; without the parameters' uncertainty
  readonly gradient: readonly Float64Array[]; // d mean / d theta_j, by j: empty where theta_j is held fixed
  /** By how much the mean of the variance over the parameters' uncertainty exceeds `variance`; steps + 1. */
  readonly excess: Float64Array;
  /** Covariance of the state at a step with the last. */
  covarianceWithLast(step: number): number;
  /** As `excess`, of the change from a step to the last. */
  excessOfChange(step: number): number;
}
