import type { Identified, ModelFit, TrustEstimator } from './estimator.ts';
import { EVENT, eventOf } from './friction/event.ts';
import type { Measure } from './kalman/trust-panel.ts';
import { decisionsOf, type Sequence } from './sequence.ts';
import type { SegmentFit } from './trust-fit.ts';

/** Fewer sequences than this say too little about each other: a published prior takes the place of the fit (6.6). */
export const FEWEST_SEQUENCES = 20;

/** Trust before a seller has been seen, from three published studies of forecast sharing: docs/model.md 6.6 and 7.1. */
const PUBLISHED_MEAN = 0.61;
const PUBLISHED_SD = 0.33;

/** A segment's fit, or why it has none. */
export interface FittedSegment {
  readonly estimator: TrustEstimator['name'];
  readonly sequences: readonly Sequence[]; // those with a decision
  readonly identified: Identified;
  readonly models: readonly ModelFit[]; // smallest first; empty under the published prior
  readonly covariance: number[][] | undefined; // of the largest model
  readonly fit: SegmentFit | null;
  readonly reason: string | null; // why there is no fit of our own
}

/** What was found, without the sequences it was found in. */
export type SegmentModels = Pick<
  FittedSegment,
  'estimator' | 'identified' | 'models' | 'covariance' | 'reason'
>;

export function fitSegment(
  all: readonly Sequence[],
  measure: Measure,
  estimator: TrustEstimator,
): FittedSegment {
  const sequences = all.filter(({ steps }) => steps.some(({ decision }) => decision !== null));
  const identified = identify(sequences);
  const base = { estimator: estimator.name, sequences, identified };
  const sole = estimator.name === 'kf' ? null : soleAnswer(sequences);
  if (sole !== null) return { ...base, models: [], covariance: undefined, fit: null, reason: sole };
  if (sequences.length < FEWEST_SEQUENCES)
    return {
      ...base,
      estimator: 'kf', // the prior is of static trust
      models: [],
      covariance: undefined,
      ...underPublishedPrior(sequences, measure),
    };
  const models = estimator.fit(sequences, measure, identified);
  const largest = models.at(-1);
  const covariance = largest?.covariance();
  const fit = largest
    ? {
        estimator: estimator.name,
        theta: [...largest.theta],
        covariance: covariance ?? [],
        ...measure,
      }
    : null;
  return { ...base, models, covariance, fit, reason: null };
}

/** Where all decisions are one event, its likelihood is flat: beyond the threshold any trust would do, at any noise. */
function soleAnswer(sequences: readonly Sequence[]): string | null {
  const [only, ...others] = new Set(decisionsOf(sequences).map((decision) => eventOf(decision)));
  if (others.length > 0) return null;
  if (only === EVENT.accept)
    return 'every decision takes the recommendation: trust is high, how high can not be told';
  return only === EVENT.keep
    ? 'every decision keeps the own plan: trust is low, how low can not be told'
    : null;
}

/** What these sequences can tell: the gap slope needs gaps of different size; gain and loss need outcomes seen that
 *  were better and worse than the sellers' own plans. */
function identify(sequences: readonly Sequence[]): Identified {
  const steps = sequences.flatMap((sequence) => sequence.steps);
  const logGaps = steps.flatMap(({ decision }) => (decision ? Math.log(Math.abs(decision.gap)) : []));
  const seen = steps.flatMap(({ fidelity }) => fidelity ?? []);
  const better = seen.some((r) => r > 0);
  const worse = seen.some((r) => r < 0);
  const motion = !better && !worse ? (['static'] as const) : (['static', 'symmetric'] as const);
  return {
    gapSlope: spread(logGaps) > 0.05,
    motion: better && worse ? [...motion, 'asymmetric'] : motion,
  };
}

function spread(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** Static trust with the published prior and the sellers' own noise: pooled residual variance of each sequence's slope
 *  through the origin, N - n degrees of freedom. */
function underPublishedPrior(
  sequences: readonly Sequence[],
  measure: Measure,
): Pick<FittedSegment, 'fit' | 'reason'> {
  if (sequences.length === 0) return { fit: null, reason: 'no usable decision' };
  const few = `fewer than ${FEWEST_SEQUENCES} sellers`;
  const noise = pooledNoise(sequences, measure.unit);
  if (noise === null)
    return { fit: null, reason: `${few}, and no seller decided often enough to tell her noise` };
  const theta = [PUBLISHED_MEAN, PUBLISHED_SD, 0, 0, 0, Math.log(noise), 0];
  return {
    fit: { estimator: 'kf', theta, covariance: [], ...measure },
    reason: `${few}: trust rests on a published prior, mean ${PUBLISHED_MEAN} and spread ${PUBLISHED_SD}, and does not move`,
  };
}

const LEAST_NOISE = Math.exp(-7); // in units of the median gap, as in the fit

function pooledNoise(sequences: readonly Sequence[], unit: number): number | null {
  let squares = 0;
  let freedom = 0;
  for (const { steps } of sequences) {
    const decisions = steps.flatMap(({ decision }) => decision ?? []);
    const gd = decisions.reduce((sum, { gap, move }) => sum + (gap / unit) * (move / unit), 0);
    const gg = decisions.reduce((sum, { gap }) => sum + (gap / unit) ** 2, 0);
    squares += decisions.reduce(
      (sum, { gap, move }) => sum + (move / unit - ((gd / gg) * gap) / unit) ** 2,
      0,
    );
    freedom += decisions.length - 1;
  }
  if (freedom < 1 || !Number.isFinite(squares)) return null;
  return Math.max(Math.sqrt(squares / freedom), LEAST_NOISE);
}
