import { describe, expect, it } from 'vitest';
import { anytimeDrifts, anytimePower, driftFor } from '../../../lib/simulation/plan/anytime-drift.ts';
import { driftOf, fixedDrift } from '../../../lib/simulation/plan/sample-size.ts';
import { anytimeWidth } from '../../../lib/stats/confidence-sequence.ts';
import { normalQuantile } from '../../../lib/stats/normal.ts';

it('one look needs the half-width and the quantile of the power', () => {
  const drifts = anytimeDrifts(1, 0.05, 1);
  expect(driftFor(drifts, 0.8)).toBeCloseTo(anytimeWidth(1, 1) + normalQuantile(0.8), 1);
});

it('power and drift are each other’s inverse', () => {
  const drifts = anytimeDrifts(10, 0.05, 1);
  for (const power of [0.1, 0.5, 0.8, 0.99])
    expect(anytimePower(drifts, driftFor(drifts, power))).toBeCloseTo(power, 3);
});

it('more looks need less drift, and always more than a fixed end', () => {
  const needed = [1, 4, 12, 52].map((looks) => driftFor(anytimeDrifts(looks, 0.05, 1), 0.8));
  expect(needed).toEqual(needed.toSorted((a, b) => b - a));
  expect(needed.at(-1)).toBeGreaterThan(fixedDrift(0.8, 0.05));
});

/** Published: 40 answers an arm a week, a difference of 0.2 at sd 1.4, found by week 26 in 56 %. */
describe('the published power of 26 weekly looks', () => {
  const drift = driftOf({ effect: 0.2, sd: 1.4, baselineCorrelation: 0 }, 26 * 40);

  it('is that of an interval tuned to the first look', () => {
    expect(Math.abs(anytimePower(anytimeDrifts(26, 0.05, 1, 1), drift) - 0.56)).toBeLessThan(0.015);
  });

  it('is exceeded by one tuned to the last', () => {
    expect(anytimePower(anytimeDrifts(26, 0.05, 1), drift)).toBeGreaterThan(0.65);
  });
});
