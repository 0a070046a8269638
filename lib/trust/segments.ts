import type { TrustEstimator } from './estimator.ts';
import type { Measure } from './kalman/trust-panel.ts';
import { FEWEST_SEQUENCES, fitSegment, type FittedSegment } from './segment.ts';
import { compare, type Sequence } from './sequence.ts';
import { drawnToEveryone } from './small-segment.ts';
import { EVERYONE, type SegmentFit } from './trust-fit.ts';

/** Sequences with one recommender before its parameters are its own and not drawn to everyone's: docs/model.md 6.4. */
export const OWN_FIT = 100;

export interface Segments {
  /** Everyone first; then each recommender with enough sequences of its own, unless it is the only one. */
  readonly own: readonly [[string, FittedSegment], ...[string, FittedSegment][]];
  /** Recommenders too small for that, whose parameters are drawn to everyone's. */
  readonly small: readonly (readonly [string, SegmentFit])[];
}

export function segmentsOf(
  sequences: readonly Sequence[],
  measure: Measure,
  estimator: TrustEstimator,
): Segments {
  const everyone = fitSegment(sequences, measure, estimator);
  const names = recommendersOf(sequences).filter((name) => name !== EVERYONE);
  const fitted = (names.length > 1 ? names : [])
    .map((name) => [name, of(name, sequences)] as const)
    .filter(([, members]) => decided(members) >= FEWEST_SEQUENCES)
    .map(([name, members]): [string, FittedSegment] => [name, fitSegment(members, measure, estimator)]);
  const peers = fitted.flatMap(([, { fit, covariance }]) => (fit && covariance ? [fit] : []));
  const small = fitted
    .filter((segment) => !isLarge(segment))
    .flatMap(([name, { fit }]) =>
      fit && everyone.fit && peers.includes(fit)
        ? [[name, drawnToEveryone(fit, everyone.fit, peers)] as const]
        : [],
    );
  return { own: [[EVERYONE, everyone], ...fitted.filter(isLarge)], small };
}

/** The fits by segment, as they travel. */
export function segmentFits({ own, small }: Segments): Record<string, SegmentFit> {
  return Object.fromEntries([
    ...own.flatMap(([name, { fit }]) => (fit ? [[name, fit] as const] : [])),
    ...small,
  ]);
}

const isLarge = ([, { sequences }]: [string, FittedSegment]): boolean => sequences.length >= OWN_FIT;

const decided = (members: readonly Sequence[]): number =>
  members.filter(({ steps }) => steps.some(({ decision }) => decision)).length;

export const of = (name: string, sequences: readonly Sequence[]): Sequence[] =>
  sequences.filter(({ recommender }) => recommender === name);

export function recommendersOf(sequences: readonly Sequence[]): string[] {
  return [...new Set(sequences.map(({ recommender }) => recommender))].toSorted(compare);
}
