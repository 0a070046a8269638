import type * as z from 'zod/mini';
import { centralDifference } from '../../stats/central-difference.ts';
import { deltaVariance } from '../../stats/delta-method.ts';
import { Z95 } from '../../stats/normal.ts';
import type { Quantity } from '../quantity-schema.ts';
import { quantity, unknownQuantity } from '../quantity.ts';
import { regained, shortfall, type Spell } from './shortfall.ts';
import { DROP } from './stress-fit.ts';
import type { StressFit, stressSchema } from './stress-schema.ts';

export type StressTest = z.infer<typeof stressSchema>;

const PERIODS = 4;
const LONGEST = 52; // periods drawn
const SLOWEST = 1e-6; // of trust per outcome: below this it does not move

/** The stress test of a segment from its mean trust now. The band is of gain, loss and that mean, by the delta method;
 *  the outcomes are taken as they were, and the law as it is: docs/model.md 5.6. */
export function stressTest(fit: StressFit, start: Quantity): StressTest {
  const { segment, usual, worse, perPeriod, period, motion, outcomes } = fit;
  const about = { segment, drop: DROP, periods: PERIODS, period, perPeriod, start };
  const rate = motion === null ? 0 : motion.gain * usual.rp + motion.loss * usual.rn;
  const why = fit.reason ?? 'trust does not move with the outcomes seen';
  if (motion === null || start.estimate === null || !(rate > SLOWEST && rate < 1) || perPeriod === 0) {
    const none = unknownQuantity(start.estimate === null ? (start.reason ?? why) : why, outcomes);
    return { ...about, shortfall: none, regained: none, path: [] };
  }
  const spell: Spell = { periods: PERIODS, perPeriod, usual, worse };
  const at = Float64Array.of(motion.gain, motion.loss, start.estimate);
  const told = (of: (x: Float64Array) => number, range: readonly [number, number]): Quantity => {
    const se = fit.covariance === null ? null : errorOf(of, at, fit.covariance, start.se ?? 0);
    return quantity(of(at), se, outcomes, range, fit.reason);
  };
  const below = (k: number) =>
    told((x) => shortfall(x[2] as number, { gain: x[0] as number, loss: x[1] as number }, spell, k), [-1, 1]);
  const back = onLog(
    told(
      (x) => Math.log(regained({ gain: x[0] as number, loss: x[1] as number }, spell)),
      [-Infinity, Infinity],
    ),
  );
  const last = Math.min(LONGEST, PERIODS + Math.ceil(back.estimate ?? LONGEST));
  return {
    ...about,
    shortfall: below(PERIODS),
    regained: back,
    path: Array.from({ length: last + 1 }, (_, k) => {
      const { estimate, lower, upper } = below(k);
      return { at: k, shortfall: estimate, lower, upper };
    }),
  };
}

/** sqrt(gradient' Sigma gradient), the start being independent of gain and loss. */
function errorOf(
  of: (x: Float64Array) => number,
  at: Float64Array,
  covariance: readonly (readonly number[])[],
  startSe: number,
): number {
  const gradient = centralDifference(of, at);
  return Math.sqrt(deltaVariance(gradient, covariance) + ((gradient[2] as number) * startSe) ** 2);
}

/** A positive quantity whose interval was made on its logarithm. */
function onLog({ estimate, se, n, reason }: Quantity): Quantity {
  if (estimate === null) return unknownQuantity(reason ?? '', n);
  const value = Math.exp(estimate);
  if (se === null) return { estimate: value, lower: null, upper: null, se, n, reason };
  const factor = Math.exp(Z95 * se);
  return { estimate: value, lower: value / factor, upper: value * factor, se: value * se, n, reason };
}
