import type { EventData } from './event-data.ts';
import type { WeightPath } from './weight-path.ts';

/** Places of theta, the same for all theories of events. */
export const EVENT_PARAMETERS = ['mu0', 'tau0', 'delta', 'lnSe', 'lnSw', 'logitEps'] as const;
export type EventParameter = (typeof EVENT_PARAMETERS)[number];
export const EVENT_AT: Readonly<Record<EventParameter, number>> = {
  mu0: 0, // mean and
  tau0: 1, // standard deviation of trust
  delta: 2, // what is taken off, in units
  lnSe: 3, // noise of the chosen value, in units
  lnSw: 4, // noise of the weight
  logitEps: 5, // share of lapses
};

/** A theory tells weights to a few hundredths at best: where values are typed in round numbers many fall exactly on what any
 *  fixed discount predicts, and without a floor the noise would shrink to reward them. Decision 0094. */
export const LEAST_WEIGHT_NOISE = 0.02;
/** By which more decisions are lapses than not is no theory. Decision 0094. */
export const MOST_LAPSES = 0.5;

/** A theory of how sellers use recommendations: the weight it predicts for each event. */
export interface EventTheory {
  readonly free: readonly EventParameter[];
  readonly latent: boolean; // alpha ~ N(mu0, tau0^2) in each sequence, to be integrated out
  /** Fills `at` and `per` for the events `from` to `to`. `sign`: +1 if the marketplace gains upward. */
  predict(
    events: EventData,
    from: number,
    to: number,
    theta: ArrayLike<number>,
    sign: number,
    into: WeightPath,
  ): void;
  /** Adds to `slopes`, from `o` on, the derivatives in mu0, tau0 and delta that follow from those in the weights. */
  pull(
    events: EventData,
    from: number,
    to: number,
    theta: ArrayLike<number>,
    sign: number,
    path: WeightPath,
    slopes: Float64Array,
    o: number,
  ): void;
}
