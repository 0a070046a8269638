import { expect, test } from 'vitest';
import { streams } from '../../lib/simulation/stream.ts';
import {
  acceptancePropensity,
  PROPENSITY_DEFAULTS,
  type Answer,
} from '../../lib/trust/acceptance-propensity.ts';

const answer = (change: Partial<Answer>): Answer => ({
  sellerId: 'a',
  recommender: 'pricing',
  day: 0,
  accepted: true,
  ...change,
});

test('who accepts more has the larger propensity; who is declined more is the harder recommender', () => {
  const answers = [0, 7, 14, 21].flatMap((day) => [
    answer({ day, sellerId: 'a', recommender: 'pricing', accepted: true }),
    answer({ day, sellerId: 'b', recommender: 'pricing', accepted: day === 7 }),
    answer({ day, sellerId: 'a', recommender: 'replenishment', accepted: day > 7 }),
    answer({ day, sellerId: 'b', recommender: 'replenishment', accepted: false }),
  ]);
  const { sellers, recommenders } = acceptancePropensity(answers);
  const [a, b] = sellers.map(({ answers: path }) => path.at(-1)?.propensity.mean ?? Number.NaN);
  expect(a).toBeGreaterThan(b as number);
  expect(recommenders.map(({ recommender }) => recommender)).toEqual(['pricing', 'replenishment']);
  const [pricing, replenishment] = recommenders.map(({ difficulty }) => difficulty.mean);
  expect(replenishment).toBeGreaterThan(pricing as number);
});

test('answers in any order give the same propensities', () => {
  const answers = Array.from({ length: 40 }, (_, n) =>
    answer({ sellerId: `s${n % 7}`, day: (n * 13) % 31, accepted: n % 3 > 0 }),
  );
  expect(acceptancePropensity(answers.toReversed())).toEqual(acceptancePropensity(answers));
});

/** Variance of a seller's propensity at her second answer. */
function varianceAfter(days: number): number | undefined {
  const settings = { ...PROPENSITY_DEFAULTS, driftPerDay: 0.05 };
  const { sellers } = acceptancePropensity([answer({}), answer({ day: days })], settings);
  return sellers[0]?.answers[1]?.propensity.variance;
}

test('idle days leave a seller less sure', () => {
  expect(varianceAfter(60)).toBeGreaterThan(varianceAfter(1) ?? Infinity);
});

test('simulated propensities lie in their bands about as often as they should', () => {
  const each = streams(79);
  const truth: number[] = [];
  const answers = Array.from({ length: 300 }, (_, i) => {
    const stream = each.next().value;
    let theta = stream.normal();
    const own = Array.from({ length: 20 }, (_round, n): Answer => {
      if (n > 0) theta += Math.sqrt(7 * 0.01) * stream.normal();
      const accepted = theta + stream.normal() > 0.5 + stream.normal();
      return answer({ sellerId: `s${String(i).padStart(3, '0')}`, day: 7 * n, accepted });
    });
    truth.push(theta);
    return own;
  }).flat();
  const { sellers, recommenders } = acceptancePropensity(answers, {
    ...PROPENSITY_DEFAULTS,
    driftPerDay: 0.01,
  });
  const inside = sellers.filter(({ answers: path }, i) => {
    const now = path.at(-1)?.propensity ?? { mean: 0, variance: 0 };
    return Math.abs(now.mean - (truth[i] as number)) < 1.96 * Math.sqrt(now.variance);
  });
  expect(inside.length / truth.length).toBeGreaterThan(0.91);
  expect(inside.length / truth.length).toBeLessThan(0.985);
  expect(recommenders[0]?.difficulty.mean).toBeCloseTo(0.5, 0);
});

test('nothing in, nothing out', () => {
  expect(acceptancePropensity([])).toEqual({ sellers: [], recommenders: [] });
  expect(() => acceptancePropensity([], { ...PROPENSITY_DEFAULTS, driftPerDay: -1 })).toThrow(RangeError);
});
