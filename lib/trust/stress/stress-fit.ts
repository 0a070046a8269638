import { THETA } from '../kalman/nested-model.ts';
import { periodOf } from '../period.ts';
import type { FittedSegment, SegmentModels } from '../segment.ts';
import type { Sequence } from '../sequence.ts';
import { motionOf, NO_MOTION } from '../steady-state.ts';
import { lowered, type Quality } from './shortfall.ts';
import type { StressFit } from './stress-schema.ts';

/** By how much fidelity is thought to fall. */
export const DROP = 0.1;

/** What the sellers of a segment went through per period, as it was and as it would have been in the spell, and how fast
 *  their trust moves with it. */
export function stressFit(segment: string, fitted: FittedSegment): StressFit {
  const seen = fitted.sequences.flatMap(({ steps }) => steps.flatMap(({ fidelity }) => fidelity ?? []));
  const own = motionIn(fitted, seen.length);
  return {
    segment,
    motion: own.motion,
    covariance: own.covariance,
    usual: qualityOf(seen),
    worse: qualityOf(seen.map((r) => lowered(r, DROP))),
    perPeriod: perPeriod(fitted.sequences, seen.length),
    period: fitted.sequences.some(({ rounds }) => rounds[0]?.row.askedAt === null) ? 'round' : 'week',
    outcomes: seen.length,
    reason: own.reason,
  };
}

/** The part that rests on the models.
 *  @param outcomes seen */
export function motionIn(
  fitted: SegmentModels,
  outcomes: number,
): Pick<StressFit, 'motion' | 'covariance' | 'reason'> {
  const largest = fitted.models.at(-1);
  const motion = motionOf(largest) ?? null;
  const bound = largest?.boundOf(THETA.gain) ?? largest?.boundOf(THETA.loss) ?? null;
  return {
    motion,
    covariance: bound === null && motion !== null ? ofMotion(fitted) : null,
    reason: reasonOf(motion !== null, outcomes, bound),
  };
}

function reasonOf(moves: boolean, outcomes: number, bound: string | null): string | null {
  if (outcomes === 0) return 'no outcome was seen';
  if (!moves) return NO_MOTION;
  return bound === null ? null : `gain or loss is ${bound}: no interval`;
}

function ofMotion({ covariance }: SegmentModels): number[][] | null {
  if (!covariance) return null;
  const places = [THETA.gain, THETA.loss];
  return places.map((i) => places.map((j) => covariance[i]?.[j] ?? 0));
}

function qualityOf(fidelities: readonly number[]): Quality {
  const n = Math.max(1, fidelities.length);
  const mean = (of: (r: number) => number) => fidelities.reduce((sum, r) => sum + of(r), 0) / n;
  return { rp: mean((r) => Math.max(r, 0)), rn: mean((r) => Math.max(-r, 0)) };
}

/** Outcomes seen in a period in which a seller was asked by a recommender. */
function perPeriod(sequences: readonly Sequence[], outcomes: number): number {
  const periods = sequences.reduce(
    (sum, { rounds }) => sum + new Set(rounds.map(({ row }) => periodOf(row))).size,
    0,
  );
  return outcomes / Math.max(1, periods);
}
