import { expect, it } from 'vitest';
import { parseInstant, type Instant } from '../../lib/domain/instant.ts';
import { marketplaceEvents } from '../../lib/simulation/marketplace-events.ts';
import { JITTER_SD, PLAN_REPEATED } from '../../lib/simulation/marketplace-settings.ts';

const now = parseInstant('2026-11-22T12:00:00Z') as Instant;
const recommenders = ['replenishment', 'pricing', 'advertising'];
const { events } = marketplaceEvents({ tenant: 'demo', sellers: 200, recommenders, weeks: 13, now, seed: 3 });
const outcomes = new Map(
  events.flatMap(({ type, data }) =>
    type === 'outcome.observed' ? [[data['recommendationId'], Number(data['value'])] as const] : [],
  ),
);
/** Rounds of a recommender whose outcome is known, on logs: shift, lean and error of the own forecast, error of the plan. */
const rounds = (recommender: string) =>
  events.flatMap(({ type, data }) => {
    if (type !== 'recommendation.issued' || data['recommender'] !== recommender) return [];
    const y = Math.log(outcomes.get(data['recommendationId']) ?? Number.NaN);
    if (Number.isNaN(y)) return [];
    const [m, before, x, p] = ['value', 'valueBeforeJitter', 'platformForecast', 'priorPlan'].map((name) =>
      Math.log(Number(data[name])),
    ) as [number, number, number, number];
    return [{ z: m - before, lean: before - x, error: x - y, own: p - y, rest: before - y, data }];
  });
const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
const correlation = (a: readonly number[], b: readonly number[]) => {
  const [ma, mb] = [mean(a), mean(b)];
  const product = mean(a.map((each, i) => (each - ma) * ((b[i] ?? 0) - mb)));
  return product / Math.sqrt(mean(a.map((v) => (v - ma) ** 2)) * mean(b.map((v) => (v - mb) ** 2)));
};

it.each([
  ['replenishment', 0.05, 0.6],
  ['pricing', -0.25, 0.25],
  ['advertising', 0, 1],
])('%s: a shift at random, an unbiased forecast, and what lies between', (recommender, bias, truthful) => {
  const found = rounds(recommender);
  const of = (pick: (round: (typeof found)[number]) => number) => found.map(pick);
  expect(found.length).toBeGreaterThan(2000);
  expect(Math.abs(mean(of(({ z }) => z)))).toBeLessThan((3 * JITTER_SD) / Math.sqrt(found.length));
  expect(Math.sqrt(mean(of(({ z }) => z * z)))).toBeCloseTo(JITTER_SD, 2);
  for (const other of [of(({ rest }) => rest), of(({ own }) => own)])
    expect(
      Math.abs(
        correlation(
          of(({ z }) => z),
          other,
        ),
      ),
    ).toBeLessThan(3.5 / Math.sqrt(found.length));
  expect(mean(of(({ lean }) => lean))).toBeCloseTo(bias, 1);
  expect(mean(of(({ lean }) => Number(Math.abs(lean) < 0.005)))).toBeCloseTo(truthful, 1);
  expect(Math.abs(mean(of(({ error }) => error)))).toBeLessThan(0.03);
  expect(mean(of(({ data }) => Number('priorPlanRepeat' in data)))).toBeCloseTo(PLAN_REPEATED, 1);
});
