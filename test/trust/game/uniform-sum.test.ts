import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { criticalFractile } from '../../../lib/trust/game/newsvendor.ts';
import { uniformSumQuantile } from '../../../lib/trust/game/uniform-sum.ts';

const interval = fc
  .tuple(fc.double({ min: -100, max: 100, noNaN: true }), fc.double({ min: 0, max: 100, noNaN: true }))
  .map(([low, length]) => ({ low, high: low + length }));

/** P(a + b <= x) by summing over a. */
function cdf(a: { low: number; high: number }, b: { low: number; high: number }, x: number): number {
  const steps = 4000;
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    const rest = x - (a.low + ((i + 0.5) * (a.high - a.low)) / steps);
    sum += Math.min(1, Math.max(0, (rest - b.low) / (b.high - b.low)));
  }
  return sum / steps;
}

test('the quantile is where the distribution of the sum reaches Q', () => {
  const wide = interval.filter(({ low, high }) => high - low > 0.5);
  fc.assert(
    fc.property(wide, wide, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (a, b, Q) => {
      expect(cdf(a, b, uniformSumQuantile(a, b, Q))).toBeCloseTo(Q, 3);
      expect(uniformSumQuantile(a, b, Q)).toBeCloseTo(uniformSumQuantile(b, a, Q), 9);
    }),
    { seed: 75, numRuns: 200 },
  );
});

test('an interval may be a point', () => {
  expect(uniformSumQuantile({ low: 3, high: 3 }, { low: 0, high: 10 }, 0.2)).toBe(5);
  expect(uniformSumQuantile({ low: 3, high: 3 }, { low: 4, high: 4 }, 0.9)).toBe(7);
});

test('the newsvendor: four times as dear to have too few gives the 80 % quantile', () => {
  expect(criticalFractile(4, 1)).toBe(0.8);
  expect(() => criticalFractile(0, 1)).toThrow(RangeError);
});
