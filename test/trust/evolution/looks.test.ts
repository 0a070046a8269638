import { expect, test } from 'vitest';
import { streams } from '../../../lib/simulation/stream.ts';
import { quantity } from '../../../lib/trust/quantity.ts';
import { plannedSeFor, repeated, SMALLEST_CHANGE } from '../../../lib/trust/repeated.ts';

const YEARS = 2000;
const [FIRST, LAST] = [9, 60]; // weeks: 52 looks

/** What an estimate of the change up to week T adds of each week's noise: for trust that does not move, a reduced path of the
 *  published number. `bench/change.ts looks` does the same with whole analyses. */
type Weights = (T: number) => Float64Array;

/** The law's own path: one rate of motion for all weeks, change = (T - 1) times the slope through time. */
const bySlope: Weights = (T) => {
  const middle = (T - 1) / 2;
  const from = Float64Array.from({ length: T }, (_, t) => t - middle);
  const sxx = from.reduce((sum, x) => sum + x * x, 0);
  return from.map((x) => ((T - 1) * x) / sxx);
};

/** Trust that drifts: a smoothed end less a smoothed beginning, each week forgetting a share K; K = 1: last week less first. */
const byLevel =
  (K: number): Weights =>
  (T) => {
    const decay = Float64Array.from({ length: T }, (_, t) => (1 - K) ** t);
    const sum = decay.reduce((total, w) => total + w, 0);
    return decay.map((w, t) => ((decay[T - 1 - t] ?? 0) - w) / sum);
  };

const away = ({ lower, upper }: { lower: number | null; upper: number | null }): boolean =>
  (lower ?? -1) > 0 || (upper ?? 1) < 0;

test.each([
  ['slope', bySlope, 0.02],
  ['a level that forgets a third', byLevel(0.3), 0.02],
  ['last week less first', byLevel(1), 0.01],
] as const)(
  '52 weekly looks at trust that does not move, %s: at most one false alarm in 20 years',
  (name, weights, noise) => {
    const looks = Array.from({ length: LAST - FIRST + 1 }, (_, i) => weights(FIRST + i));
    const errors = looks.map((w) => noise * Math.sqrt(w.reduce((sum, x) => sum + x * x, 0)));
    const plannedSe = plannedSeFor(SMALLEST_CHANGE);
    const alarms = { anytime: 0, fixed: 0 };
    const source = streams(17);
    for (let year = 0; year < YEARS; year++) {
      const stream = source.next().value;
      const weeks = Float64Array.from({ length: LAST }, () => noise * stream.normal());
      const published = looks.map((w, i) => {
        const estimate = w.reduce((sum, x, t) => sum + x * (weeks[t] as number), 0);
        return repeated(quantity(estimate, errors[i] as number, 200), plannedSe);
      });
      alarms.anytime += Number(published.some(({ anytime }) => away(anytime)));
      alarms.fixed += Number(published.some(away));
    }
    const share = (count: number): string => `${((100 * count) / YEARS).toFixed(1)} %`;
    console.log(
      `${name}: false alarms ${share(alarms.anytime)}; of the interval for one look ${share(alarms.fixed)}`,
    );
    expect(alarms.anytime / YEARS).toBeLessThanOrEqual(0.05);
    expect(alarms.fixed / YEARS).toBeGreaterThan(0.3);
  },
);
