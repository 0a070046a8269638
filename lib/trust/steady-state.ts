import { Z95 } from '../stats/normal.ts';
import type { Quantity } from './quantity-schema.ts';
import type { ModelFit } from './estimator.ts';
import { THETA } from './kalman/nested-model.ts';
import { FLAT, standardError, unitVector } from './parameters.ts';
import { quantity, unknownQuantity } from './quantity.ts';
import type { SegmentModels } from './segment.ts';
import type { Sequence } from './sequence.ts';

/** Fidelity of the outcomes seen, on average. */
export interface OutcomeMeans {
  readonly n: number;
  readonly rp: number; // E[max(r,0)]
  readonly rn: number; // E[max(-r,0)]
  readonly negative: number; // share of r < 0
}

export function outcomeMeans(sequences: readonly Sequence[]): OutcomeMeans {
  const seen = sequences.flatMap(({ steps }) => steps.flatMap(({ fidelity }) => fidelity ?? []));
  const mean = (of: (r: number) => number): number => seen.reduce((sum, r) => sum + of(r), 0) / seen.length;
  return {
    n: seen.length,
    rp: mean((r) => Math.max(r, 0)),
    rn: mean((r) => Math.max(-r, 0)),
    negative: mean((r) => (r < 0 ? 1 : 0)),
  };
}

export const NO_MOTION = 'trust does not move with the outcomes seen, or it cannot be told';

/** alpha* = gain E[rp] / (gain E[rp] + loss E[rn]), docs/model.md 5.3. */
export function steadyState(fitted: SegmentModels, { n, rp, rn }: OutcomeMeans): Quantity {
  const motion = motionOf(fitted.models.at(-1));
  if (!motion) return unknownQuantity(NO_MOTION, n);
  const up = motion.gain * rp;
  const down = motion.loss * rn;
  if (!(up + down > 1e-6)) return unknownQuantity(NO_MOTION, n);
  const square = (up + down) ** 2;
  const error = motionError(fitted, [(rp * down) / square, (-rn * up) / square]);
  return quantity(up / (up + down), error.se, n, [0, 1], error.reason);
}

/** ln 2 / -ln(1 - gain E[rp] - loss E[rn]), in outcomes seen; its interval by the delta method on its logarithm. */
export function halfLife(fitted: SegmentModels, { n, rp, rn }: OutcomeMeans): Quantity {
  const motion = motionOf(fitted.models.at(-1));
  if (!motion) return unknownQuantity(NO_MOTION, n);
  const rate = motion.gain * rp + motion.loss * rn;
  if (!(rate > 1e-6 && rate < 1)) return unknownQuantity(NO_MOTION, n);
  const log = Math.log(1 - rate);
  const slope = -Math.LN2 / (log * log * (1 - rate)); // d halfLife / d rate
  const { se, reason } = motionError(fitted, [slope * rp, slope * rn]);
  const estimate = Math.LN2 / -log;
  if (se === null) return quantity(estimate, null, n, [0, Infinity], reason);
  const factor = Math.exp((Z95 * se) / estimate);
  return { estimate, lower: estimate / factor, upper: finite(estimate * factor), se, n, reason };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

export function motionOf(fit: ModelFit | undefined): { gain: number; loss: number } | undefined {
  if (!fit || fit.name === 'static') return undefined;
  const [gain, loss] = [fit.theta[THETA.gain] ?? 0, fit.theta[THETA.loss] ?? 0];
  return gain >= 0 && loss >= 0 ? { gain, loss } : undefined; // a negative one pulls towards no steady state
}

/** A gain or loss at its bound is not known to be there: it has no standard error, and neither has what follows from it. */
function motionError(
  fitted: SegmentModels,
  [byGain, byLoss]: readonly [number, number],
): { se: number | null; reason: string | null } {
  const fit = fitted.models.at(-1);
  const bound = fit?.boundOf(THETA.gain) ?? fit?.boundOf(THETA.loss) ?? null;
  if (bound !== null) return { se: null, reason: `gain or loss is ${bound}: no interval` };
  const gradient = unitVector(THETA.loss);
  gradient[THETA.gain] = byGain;
  gradient[THETA.loss] = byLoss;
  const se = standardError(fitted, gradient);
  if (Number.isNaN(se)) return { se: null, reason: FLAT };
  return se > 0 ? { se, reason: null } : { se: null, reason: ONE_SIDED };
}

const ONE_SIDED = 'the outcomes seen were all better, or all worse, than the sellers’ own plans: no interval';
