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
  /** Fits of recommenders too small for that. */
  readonly few: readonly NamedFit[];
  /** The same, their parameters drawn to everyone's. */
  readonly small: readonly NamedFit[];
}

export type NamedFit = readonly [string, SegmentFit];

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
  const own: Segments['own'] = [[EVERYONE, everyone], ...fitted.filter(isLarge)];
  const few = fitted
    .filter((segment) => !isLarge(segment))
    .flatMap(([name, { fit, covariance }]) => (fit && covariance ? [[name, fit] as const] : []));
  const large = own.flatMap(([name, { fit }]) => (fit ? [[name, fit] as const] : []));
  return { own, few, small: drawn(new Map(large), few) };
}

/** The fits of small segments drawn to everyone's.
 *  @param own the fits of everyone and of each large segment */
export function drawn(own: ReadonlyMap<string, SegmentFit>, few: readonly NamedFit[]): NamedFit[] {
  const everyone = own.get(EVERYONE);
  if (!everyone) return [];
  const large = [...own].filter(([name, { covariance }]) => name !== EVERYONE && covariance.length > 0);
  const peers = [...large, ...few].toSorted(([a], [b]) => compare(a, b)).map(([, fit]) => fit);
  return few.map(([name, fit]) => [name, drawnToEveryone(fit, everyone, peers)]);
}

/** The fits by segment, as they travel. */
export function segmentFits({ own, small }: Pick<Segments, 'own' | 'small'>): Record<string, SegmentFit> {
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
