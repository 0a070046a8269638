import { byKey } from './by-key.ts';
import type { TrustPath } from '../estimator.ts';
import { ESTIMATORS } from '../estimators.ts';
import { ratings } from '../observed.ts';
import type { Sequence } from '../sequence.ts';
import type { SegmentFit } from '../trust-fit.ts';

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

export interface Segments {
  /** Name and fit of the segment whose parameters hold for a recommender; undefined where nothing could be fitted. */
  (recommender: string): { readonly name: string; readonly fit: SegmentFit } | undefined;
}

const CHUNK = 512; // sequences whose paths are held in memory at once

/** What decisions say about every sequence that has any, and about every answer in it. Smoothed: given the whole history. */
export function inferredTrust(
  sequences: readonly Sequence[],
  segments: Segments,
): { rated: Rated[]; inferred: Inferred[] } {
  const rated: Rated[] = [];
  const inferred: Inferred[] = [];
  const groups = byKey(
    sequences.filter(({ steps }) => steps.some(({ decision }) => decision !== null)),
    (sequence) =>
      `${ratings(sequence).length > 0 ? 'rated' : ''}\n${segments(sequence.recommender)?.name ?? ''}`,
  );
  for (const members of groups.values()) {
    const segment = segments(members[0]?.recommender ?? '');
    if (!segment) continue;
    const asked = ratings(members[0] as Sequence).length > 0;
    const fit = asked ? segment.fit : { ...segment.fit, covariance: [] }; // the derivatives are needed for answers only
    for (let from = 0; from < members.length; from += CHUNK) {
      const chunk = members.slice(from, from + CHUNK);
      ESTIMATORS[fit.estimator].paths(chunk, fit).forEach((path, i) => {
        const sequence = chunk[i] as Sequence;
        inferred.push(inferredOf(sequence, path));
        rated.push(...ratedOf(sequence, path, segment.name));
      });
    }
  }
  return { rated, inferred };
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
