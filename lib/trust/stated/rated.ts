import { byKey } from './by-key.ts';
import type { TrustPath } from '../estimator.ts';
import { ESTIMATORS } from '../estimators.ts';
import { ratings } from '../observed.ts';
import type { Sequence } from '../sequence.ts';
import { segmentOf, type SegmentFit, type TrustFit } from '../trust-fit.ts';

/** An answer to the trust item beside the trust that decisions imply at that time, N(mean, variance). */
export interface Rated {
  readonly sellerId: string;
  readonly rating: number; // 1 to 7
  readonly mean: number;
  readonly variance: number;
  readonly segment: string;
  readonly gradient: readonly number[]; // d mean / d theta_j of the segment's fit
}

/** Inferred trust of a sequence over its decisions. */
export interface Inferred {
  readonly sellerId: string;
  readonly mean: number;
  readonly variance: number; // mean over the decisions: their errors are nearly one
}

/** Fits by segment, as `segmentOf` finds them. */
export type Segments = TrustFit['segments'];

const CHUNK = 512; // sequences whose paths are held in memory at once

/** What decisions say about every sequence that has any, and about every answer in it. Smoothed: given the whole history. */
export function inferredTrust(
  sequences: readonly Sequence[],
  segments: Segments,
): { rated: Rated[]; inferred: Inferred[] } {
  const rated: Rated[] = [];
  const inferred: Inferred[] = [];
  const decided = sequences.filter(({ steps }) => steps.some(({ decision }) => decision !== null));
  for (const [name, members] of byKey(
    decided,
    ({ recommender }) => segmentOf({ segments }, recommender) ?? '',
  )) {
    const fit = segments[name];
    if (!fit) continue;
    for (const [sequence, path] of pathsOf(members.filter(asked), fit)) {
      inferred.push(inferredOf(sequence, path));
      rated.push(...ratedOf(sequence, path, name));
    }
    // what the parameters leave open is needed for answers only, and takes many passes
    const unasked = members.filter((sequence) => !asked(sequence));
    for (const [sequence, path] of pathsOf(unasked, { ...fit, covariance: [] }))
      inferred.push(inferredOf(sequence, path));
  }
  return { rated, inferred };
}

const asked = (sequence: Sequence): boolean => ratings(sequence).length > 0;

function* pathsOf(sequences: readonly Sequence[], fit: SegmentFit): Generator<[Sequence, TrustPath]> {
  for (let from = 0; from < sequences.length; from += CHUNK) {
    const chunk = sequences.slice(from, from + CHUNK);
    for (const [i, path] of ESTIMATORS[fit.estimator].paths(chunk, fit).entries())
      yield [chunk[i] as Sequence, path];
  }
}

function inferredOf(sequence: Sequence, path: TrustPath): Inferred {
  const decided = sequence.steps.flatMap(({ decision }, k) => (decision ? [k] : []));
  const over = (values: Float64Array): number =>
    decided.reduce((sum, k) => sum + (values[k] as number), 0) / decided.length;
  return { sellerId: sequence.sellerId, mean: over(path.mean), variance: over(path.variance) };
}

function ratedOf(sequence: Sequence, path: TrustPath, segment: string): Rated[] {
  return sequence.rounds.flatMap(({ row: { trustRating } }, round) => {
    if (trustRating === null) return [];
    const k = stepOf(sequence, round);
    return {
      sellerId: sequence.sellerId,
      rating: trustRating,
      mean: path.mean[k] as number,
      variance: (path.variance[k] as number) + (path.excess[k] as number),
      segment,
      gradient: path.gradient.map((of) => of[k] ?? 0),
    };
  });
}

/** The state at the round's decision, or, where it holds none, at the next; after the last, where all is over. */
function stepOf({ steps }: Sequence, round: number): number {
  const k = steps.findIndex((step) => step.round !== null && step.round >= round);
  return k === -1 ? steps.length : k;
}
