import type * as z from 'zod/mini';
import { deltaVariance } from '../stats/delta-method.ts';
import { Z95 } from '../stats/normal.ts';
import { boundOf, THETA } from './kalman/nested-model.ts';
import type { dynamicsSchema, Parameter, Quantity } from './estimates.ts';
import type { ModelFit } from './estimator.ts';
import type { Measure } from './kalman/trust-panel.ts';
import { quantity, unknownParameter, unknownQuantity } from './quantity.ts';
import type { Scale } from './scale.ts';
import type { FittedSegment } from './segment.ts';
import type { Sequence } from './sequence.ts';

export type Dynamics = z.infer<typeof dynamicsSchema>;

export interface DynamicsContext {
  readonly segment: string;
  readonly scale: Scale;
  readonly measure: Measure;
  readonly placebo: Dynamics['placebo'];
}

/** One row of `dynamics`: the largest model that the data can tell, its parts, and what it implies. */
export function dynamicsRow(fitted: FittedSegment, context: DynamicsContext): Dynamics {
  const { segment, scale, measure, placebo } = context;
  const outcomes = outcomeMeans(fitted.sequences);
  return {
    segment,
    law: '5.3',
    estimator: 'kf',
    sequences: fitted.sequences.length,
    events: fitted.sequences.reduce(
      (sum, { steps }) => sum + steps.filter(({ decision }) => decision).length,
      0,
    ),
    scale: scale.name,
    minGap: scale.minGap,
    referenceGap: fitted.sequences.length > 0 ? measure.referenceGap : null,
    parameters: parametersOf(fitted, measure.unit),
    models: fitted.models.map(({ name, logLikelihood, parameterCount }) => ({
      name,
      logLikelihood,
      parameterCount,
    })),
    placebo,
    steadyState: steadyState(fitted, outcomes),
    halfLife: halfLife(fitted, outcomes),
    reason: fitted.reason ?? weakness(fitted, outcomes),
  };
}

const NOT_IN_KF = 'not part of the Kalman estimator';

function parametersOf(fitted: FittedSegment, unit: number): Record<string, Parameter> {
  const one = (place: number, size = 1): Parameter => parameterAt(fitted, place, size);
  return {
    initialMean: one(THETA.mu0),
    initialSd: one(THETA.tau0),
    gain: one(THETA.gain),
    loss: one(THETA.loss),
    asymmetry: asymmetry(fitted),
    driftSd: one(THETA.q),
    noiseSd: noiseSd(fitted, unit),
    weightNoiseSd: unknownParameter(NOT_IN_KF),
    lapse: unknownParameter(NOT_IN_KF),
    gapSlope: one(THETA.bg),
  };
}

/** Why a parameter was not estimated. */
function missing({ models, reason, identified }: FittedSegment, place: number): string {
  if (models.length === 0) return reason ?? 'not fitted';
  if (place === THETA.bg && !identified.gapSlope) return 'gaps are all of one size';
  if (identified.motion.length === 1)
    return 'no outcome was seen that was better or worse than a seller’s own plan';
  return 'outcomes seen were all better, or all worse, than the sellers’ own plans: gain and loss are one number';
}

export function parameterAt(fitted: FittedSegment, place: number, size = 1): Parameter {
  const fit = fitted.models.at(-1);
  const tied = place === THETA.loss && fit?.name === 'symmetric';
  if (!fit || tied || !fit.fitted.includes(place)) return unknownParameter(missing(fitted, place));
  const estimate = (fit.theta[place] ?? 0) * size;
  const bound = boundOf(place, fit.theta[place] ?? 0);
  if (bound !== null) return { ...unknownParameter(bound), estimate };
  const se = standardError(fitted, unitVector(place)) * size;
  if (Number.isNaN(se)) return { ...unknownParameter(FLAT), estimate };
  return { estimate, se, ...interval(place, estimate, se), reason: null };
}

const FLAT = 'the likelihood is flat: no standard error';

/** 95 %: on the log scale for standard deviations, which cannot be negative; gain and loss are cut at 0 and 1. */
function interval(place: number, estimate: number, se: number): { lower: number; upper: number } {
  if (place === THETA.tau0 || place === THETA.q) {
    const factor = Math.exp((Z95 * se) / estimate);
    return { lower: estimate / factor, upper: estimate * factor };
  }
  const [lower, upper] = [estimate - Z95 * se, estimate + Z95 * se];
  if (place !== THETA.gain && place !== THETA.loss) return { lower, upper };
  return { lower: Math.max(0, lower), upper: Math.min(1, upper) };
}

/** se = unit exp(ln se), by the delta method; its interval from that of the logarithm. */
function noiseSd(fitted: FittedSegment, unit: number): Parameter {
  const log = parameterAt(fitted, THETA.lnSe);
  if (log.estimate === null) return log;
  const estimate = unit * Math.exp(log.estimate);
  if (log.se === null || log.lower === null || log.upper === null)
    return { ...unknownParameter(log.reason ?? FLAT), estimate };
  return {
    estimate,
    se: estimate * log.se,
    lower: unit * Math.exp(log.lower),
    upper: unit * Math.exp(log.upper),
    reason: null,
  };
}

/** loss - gain: positive if trust is lost faster than it is gained. */
function asymmetry(fitted: FittedSegment): Parameter {
  const [gain, loss] = [parameterAt(fitted, THETA.gain), parameterAt(fitted, THETA.loss)];
  if (gain.estimate === null || loss.estimate === null)
    return unknownParameter(loss.reason ?? gain.reason ?? FLAT);
  const estimate = loss.estimate - gain.estimate;
  const bound = gain.se === null ? gain.reason : loss.se === null ? loss.reason : null;
  const gradient = unitVector(THETA.loss);
  gradient[THETA.gain] = -1;
  const se = standardError(fitted, gradient);
  if (bound !== null || Number.isNaN(se)) return { ...unknownParameter(bound ?? FLAT), estimate };
  return { estimate, se, lower: estimate - Z95 * se, upper: estimate + Z95 * se, reason: null };
}

function unitVector(place: number): number[] {
  return Array.from({ length: place + 1 }, (_, j) => (j === place ? 1 : 0));
}

/** NaN where there is no covariance. */
function standardError({ covariance }: FittedSegment, gradient: readonly number[]): number {
  return covariance ? Math.sqrt(deltaVariance(gradient, covariance)) : Number.NaN;
}

interface OutcomeMeans {
  readonly n: number;
  readonly rp: number; // E[max(r,0)]
  readonly rn: number; // E[max(-r,0)]
  readonly negative: number; // share of r < 0
}

function outcomeMeans(sequences: readonly Sequence[]): OutcomeMeans {
  const seen = sequences.flatMap(({ steps }) => steps.flatMap(({ fidelity }) => fidelity ?? []));
  const mean = (of: (r: number) => number): number => seen.reduce((sum, r) => sum + of(r), 0) / seen.length;
  return {
    n: seen.length,
    rp: mean((r) => Math.max(r, 0)),
    rn: mean((r) => Math.max(-r, 0)),
    negative: mean((r) => (r < 0 ? 1 : 0)),
  };
}

const NO_MOTION = 'trust does not move with the outcomes seen, or it cannot be told';

/** alpha* = gain E[rp] / (gain E[rp] + loss E[rn]), models.md 5.3. */
function steadyState(fitted: FittedSegment, { n, rp, rn }: OutcomeMeans): Quantity {
  const motion = motionOf(fitted.models.at(-1));
  if (!motion) return unknownQuantity(NO_MOTION, n);
  const up = motion.gain * rp;
  const down = motion.loss * rn;
  if (!(up + down > 1e-6)) return unknownQuantity(NO_MOTION, n);
  const square = (up + down) ** 2;
  const se = motionError(fitted, [(rp * down) / square, (-rn * up) / square]);
  return quantity(up / (up + down), se, n, [0, 1], se === null ? FLAT : null);
}

/** ln 2 / -ln(1 - gain E[rp] - loss E[rn]), in outcomes seen. */
function halfLife(fitted: FittedSegment, { n, rp, rn }: OutcomeMeans): Quantity {
  const motion = motionOf(fitted.models.at(-1));
  if (!motion) return unknownQuantity(NO_MOTION, n);
  const rate = motion.gain * rp + motion.loss * rn;
  if (!(rate > 1e-6 && rate < 1)) return unknownQuantity(NO_MOTION, n);
  const log = Math.log(1 - rate);
  const slope = -Math.LN2 / (log * log * (1 - rate)); // d halfLife / d rate
  const se = motionError(fitted, [slope * rp, slope * rn]);
  return quantity(Math.LN2 / -log, se, n, [0, Infinity], se === null ? FLAT : null);
}

function motionOf(fit: ModelFit | undefined): { gain: number; loss: number } | undefined {
  if (!fit || fit.name === 'static') return undefined;
  return { gain: fit.theta[THETA.gain] ?? 0, loss: fit.theta[THETA.loss] ?? 0 };
}

function motionError(fitted: FittedSegment, [byGain, byLoss]: readonly [number, number]): number | null {
  const gradient = unitVector(THETA.loss);
  gradient[THETA.gain] = byGain;
  gradient[THETA.loss] = byLoss;
  const se = standardError(fitted, gradient);
  return Number.isNaN(se) ? null : se;
}

/** Gates of models.md 6.14: below them the parameters are published with the reason they are weak. */
function weakness({ sequences }: FittedSegment, { n, negative }: OutcomeMeans): string | null {
  const events = sequences.reduce(
    (sum, { steps }) => sum + steps.filter(({ decision }) => decision).length,
    0,
  );
  const reasons = [
    n === 0 ? 'no outcome was seen' : null,
    sequences.length < 200 ? `${sequences.length} sequences, of 200 wanted` : null,
    events < 8 * sequences.length
      ? `${(events / sequences.length).toFixed(1)} decisions per sequence, of 8 wanted`
      : null,
    n > 0 && negative < 0.15
      ? `${(100 * negative).toFixed(0)} % of outcomes spoke against the recommendation, of 15 wanted`
      : null,
  ].filter((reason) => reason !== null);
  return reasons.length > 0 ? `weak: ${reasons.join('; ')}` : null;
}
