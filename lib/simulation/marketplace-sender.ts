import { JITTER_SD, PLAN_REPEATED, REPEAT_SD, type Quality } from './marketplace-settings.ts';
import type { Stream } from './stream.ts';

/** What the marketplace logs of its own side of a recommendation, log points before `value`. */
interface Round {
  readonly p: number; // the seller's plan
  readonly m: number; // recommended
  readonly error: number; // m = y + bias + error, error ~ N(0, recommendationSd^2)
  readonly value: (log: number) => number; // as the marketplace rounds
}

/** The logged side of a recommendation that was drawn without it. Its error e ~ N(0, S^2) is taken apart into a random shift z ~
 *  N(0, jitterSd^2) and the rest, independent of z:
 *      z | e ~ N(e j, jitterSd^2 (1 - j))      j = jitterSd^2 / S^2
 *  The marketplace's own forecast x lies below the rest by D, 0 for the truth and otherwise even on (0, 2 bias / (1 - truth)), of
 *  mean bias: x is unbiased. */
export function senderSide(
  { p, m, error, value }: Round,
  { direction, bias, recommendationSd, truthfulShare, margin }: Quality,
  lottery: Stream,
): Readonly<Record<string, number>> {
  const j = (JITTER_SD / recommendationSd) ** 2;
  const z = error * j + JITTER_SD * Math.sqrt(1 - j) * lottery.normal();
  const [truth, size, repeated, again] = [
    lottery.uniform(),
    lottery.uniform(),
    lottery.uniform(),
    lottery.normal(),
  ];
  const D = truth < truthfulShare ? 0 : (size * 2 * bias) / (1 - truthfulShare);
  return {
    valueBeforeJitter: value(m - z),
    platformForecast: value(m - z - (direction === 'up' ? D : -D)),
    ...(margin === null ? {} : { platformMargin: margin }),
    ...(repeated < PLAN_REPEATED ? { priorPlanRepeat: value(p + REPEAT_SD * again) } : {}),
  };
}
