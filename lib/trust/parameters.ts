import { deltaVariance } from '../stats/delta-method.ts';
import { Z95 } from '../stats/normal.ts';
import type { Parameter } from './quantity-schema.ts';
import { FRICTION } from './friction/nested-model.ts';
import { THETA } from './kalman/nested-model.ts';
import { unknownParameter } from './quantity.ts';
import type { SegmentModels } from './segment.ts';

const NOT_IN_KF = 'not part of the Kalman estimator';

/** The parameters of the largest model under the names of estimates.json; what it has not is null with the reason. */
export function parametersOf(fitted: SegmentModels, unit: number): Record<string, Parameter> {
  const one = (place: number, size = 1): Parameter => parameterAt(fitted, place, size);
  return {
    initialMean: one(THETA.mu0),
    initialSd: one(THETA.tau0),
    gain: one(THETA.gain),
    loss: one(THETA.loss),
    asymmetry: asymmetry(fitted),
    driftSd: one(THETA.q),
    noiseSd: noiseSd(fitted, unit),
    weightNoiseSd: ofEvents(fitted, FRICTION.lnSw, Math.exp),
    lapse: ofEvents(fitted, FRICTION.logitEps, (x) => 1 / (1 + Math.exp(-x))),
    gapSlope: one(THETA.bg),
  };
}

/** Why a parameter was not estimated. */
function missing({ estimator, models, reason, identified }: SegmentModels, place: number): string {
  if (models.length === 0) return reason ?? 'not fitted';
  if (place === THETA.q && estimator === 'qd') return 'the deterministic path has no drift';
  if (place === THETA.bg && !identified.gapSlope) return 'gaps are all of one size';
  if (identified.motion.length === 1)
    return 'no outcome was seen that was better or worse than a seller’s own plan';
  return 'outcomes seen were all better, or all worse, than the sellers’ own plans: gain and loss are one number';
}

export function parameterAt(fitted: SegmentModels, place: number, size = 1): Parameter {
  const fit = fitted.models.at(-1);
  const tied = place === THETA.loss && fit?.name === 'symmetric';
  if (!fit || tied || !fit.fitted.includes(place)) return unknownParameter(missing(fitted, place));
  const estimate = (fit.theta[place] ?? 0) * size;
  const bound = fit.boundOf(place);
  const se = standardError(fitted, unitVector(place)) * size;
  if (bound !== null) return { ...unknownParameter(bound), estimate, ...fromZero(place, se) };
  if (Number.isNaN(se)) return { ...unknownParameter(FLAT), estimate };
  return { estimate, se, ...interval(fitted, place, estimate, se), reason: null };
}

export const FLAT = 'the likelihood is flat: no standard error';

/** tau0 or q at zero: how large it may still be, where the likelihood tells. */
function fromZero(place: number, se: number): { lower: number; upper: number } | undefined {
  if ((place !== THETA.tau0 && place !== THETA.q) || !(se > 0)) return undefined;
  return { lower: 0, upper: Z95 * se };
}

/** 95 %: standard deviations are cut at 0; gain and loss at 0 and 1 where the estimator keeps them there. */
function interval(
  { estimator }: SegmentModels,
  place: number,
  estimate: number,
  se: number,
): { lower: number; upper: number } {
  const [lower, upper] = [estimate - Z95 * se, estimate + Z95 * se];
  if (place === THETA.tau0 || place === THETA.q) return { lower: Math.max(0, lower), upper };
  if (estimator !== 'kf' || (place !== THETA.gain && place !== THETA.loss)) return { lower, upper };
  return { lower: Math.max(0, lower), upper: Math.min(1, upper) };
}

/** se = unit exp(ln se), by the delta method; its interval from that of the logarithm. */
function noiseSd(fitted: SegmentModels, unit: number): Parameter {
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

/** A parameter that only the likelihood of events has, from its place on the working scale: estimate and interval by
 *  the map, its standard error by the delta method. */
function ofEvents(fitted: SegmentModels, place: number, map: (x: number) => number): Parameter {
  if (fitted.estimator === 'kf') return unknownParameter(NOT_IN_KF);
  const working = parameterAt(fitted, place);
  if (working.estimate === null) return working;
  const estimate = map(working.estimate);
  if (working.se === null || working.lower === null || working.upper === null)
    return { ...unknownParameter(working.reason ?? FLAT), estimate };
  const slope = (map(working.estimate + 1e-6) - map(working.estimate - 1e-6)) / 2e-6;
  return {
    estimate,
    se: slope * working.se,
    lower: map(working.lower),
    upper: map(working.upper),
    reason: null,
  };
}

/** loss - gain: positive if trust is lost faster than it is gained. */
function asymmetry(fitted: SegmentModels): Parameter {
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

/** The derivative of one place of theta in theta. */
export function unitVector(place: number): number[] {
  return Array.from({ length: place + 1 }, (_, j) => (j === place ? 1 : 0));
}

/** NaN where there is no covariance. */
export function standardError({ covariance }: SegmentModels, gradient: readonly number[]): number {
  return covariance ? Math.sqrt(deltaVariance(gradient, covariance)) : Number.NaN;
}
