import type { Sender } from '../estimates.ts';
import { unknownQuantity } from '../quantity.ts';
import type { Scale } from '../scale.ts';
import type { Sequence } from '../sequence.ts';
import { decisionsOf } from '../sequence.ts';
import { NOT_LOGGED } from './distortion.ts';
import { fitDisutility, marginalGain, type DisutilityEvent } from './implied-disutility.ts';
import { toleranceOf, type LoggedMessage } from './logged-forecast.ts';

const NO_MARGIN = 'the marketplace’s margin is not in the data (column platform_margin)';
const NO_DIRECTION = 'where the marketplace gains is not set (--direction)';
const NO_TRUST = 'the sellers do not follow: distortion would gain nothing';
const FEWEST_ERRORS = 20;
const NO_ERRORS = `fewer than ${FEWEST_ERRORS} outcomes stand beside a forecast of the marketplace`;
const NO_PLAN = 'no message with a margin has a prior plan';

/** Disutility of distortion that a recommender's messages imply, money per unit of distortion: docs/model.md 6.9.4,
 *  decision 0038.
 *  @param sellers the logged messages to each
 *  @param s where the platform gains; null: not known */
export function disutilityOf(
  sellers: readonly (readonly LoggedMessage[])[],
  sequences: readonly Sequence[],
  { scale, s }: { readonly scale: Scale; readonly s: 1 | -1 | null },
): Sender['disutility'] {
  const messages = sellers.flat();
  if (messages.length === 0) return untold(NOT_LOGGED);
  if (!messages.some(({ margin }) => margin !== null)) return untold(NO_MARGIN);
  if (s === null) return untold(NO_DIRECTION);
  const alpha = beliefOf(sequences);
  if (!(alpha > 0)) return untold(NO_TRUST);
  const errors = messages.flatMap(({ x, y }) => (y === null ? [] : s * (y - x)));
  if (errors.length < FEWEST_ERRORS) return untold(NO_ERRORS);
  const world = { scale, s, alpha, G: empirical(errors) };
  const told = sellers.map((own) => own.map((message) => eventOf(message, world)));
  const events = told.map((own) => own.filter((event) => typeof event === 'object'));
  const count = events.flat().length;
  if (count === 0) return untold(NO_PLAN);
  const { mb, sb, median, unexplained } = fitDisutility(events);
  const against = told.flat().filter((event) => event === 'against').length;
  return {
    logMean: mb,
    logSd: sb,
    median,
    reason: mb.estimate === null ? mb.reason : leftOut(against + unexplained, count + against),
  };
}

interface World {
  readonly scale: Scale;
  readonly s: 1 | -1;
  readonly alpha: number;
  readonly G: (eps: number) => number;
}

/** What a message tells; `against` where it leans against the platform's own interest, which no disutility explains;
 *  undefined where something is not known, or where the truth itself stands at the cap.
 *      kappa = (1 - alpha) p      B = M alpha da/dm (1 - G(alpha m + kappa - x)), values times s
 *  da/dm beyond alpha is 1 on levels; on logs a/m, for M is money per unit. */
function eventOf(
  { m, x, p, margin, atCap }: LoggedMessage,
  { scale, s, alpha, G }: World,
): DisutilityEvent | 'against' | undefined {
  if (p === null || margin === null) return undefined;
  const kappa = (1 - alpha) * p;
  const perUnit = scale.name === 'log' ? Math.exp(alpha * m + kappa - m) : 1;
  const sender = { margin: margin * perUnit, alpha, kappa: s * kappa };
  const B = marginalGain(sender, s * m, s * x, G);
  const distortion = s * (m - x);
  if (Math.abs(distortion) <= toleranceOf(scale))
    return atCap === true ? undefined : { regime: 'truthful', B };
  if (distortion < 0) return 'against';
  return { regime: atCap === true ? 'capped' : 'inflated', B };
}

/** What the platform may believe of its sellers' trust: the slope of their moves on the gaps, in [0,1]. */
function beliefOf(sequences: readonly Sequence[]): number {
  let [gd, gg] = [0, 0];
  for (const { gap, move } of decisionsOf(sequences)) {
    gd += gap * move;
    gg += gap * gap;
  }
  return Math.min(gd / gg, 1);
}

/** Share of the values at or below. */
function empirical(values: readonly number[]): (at: number) => number {
  const sorted = Float64Array.from(values).toSorted();
  return (at) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] as number) <= at) low = middle + 1;
      else high = middle;
    }
    return low / sorted.length;
  };
}

function leftOut(unexplained: number, all: number): string | null {
  if (unexplained === 0) return null;
  return `${unexplained} of ${all} messages are such as no disutility explains, and are left out`;
}

function untold(reason: string): Sender['disutility'] {
  return { logMean: unknownQuantity(reason), logSd: unknownQuantity(reason), median: null, reason };
}
