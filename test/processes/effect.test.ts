import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { effect, type Found } from '../../lib/processes/effect.ts';
import { normalQuantile, Z95 } from '../../lib/stats/normal.ts';

const found: Found = {
  estimator: 'e',
  estimand: 'of',
  estimate: 0.2,
  se: 0.05,
  n: 400,
  clusters: 100,
  width: Z95,
};

test('the interval for all looks is never narrower than 52 looks need, nor than the one for one look', () => {
  const ofAYear = normalQuantile(1 - 0.05 / 104);
  fc.assert(
    fc.property(
      fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
      fc.double({ min: 1, max: 50, noNaN: true }),
      fc.double({ min: 1e-3, max: 10, noNaN: true }),
      (se, width, smallest) => {
        const { anytime, lower, upper } = effect({ ...found, se, width, smallest });
        const half = ((anytime?.upper ?? 0) - (anytime?.lower ?? 0)) / 2;
        const slack = 1e-9 * (1 + half);
        expect(half).toBeGreaterThanOrEqual(ofAYear * se - slack);
        expect(anytime?.lower).toBeLessThanOrEqual(lower + slack);
        expect(anytime?.upper).toBeGreaterThanOrEqual(upper - slack);
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});

test('an interval that is not symmetric stays as it is, and inside the one for all looks', () => {
  const told = effect({ ...found, width: { lower: 0.12, upper: 0.9 } });
  expect(told).toMatchObject({ lower: 0.12, upper: 0.9 });
  expect(told.anytime?.upper).toBe(0.9);
  expect(told.anytime?.lower).toBeLessThan(0.12);
});

test('fewer than 20 sellers have no interval for all looks', () => {
  expect(effect({ ...found, clusters: 19 }).anytime).toBeNull();
  expect(effect({ ...found, clusters: 20 }).anytime).not.toBeNull();
});

test('an effect without spread, or without end, is a wrong call', () => {
  for (const change of [
    { se: 0 },
    { se: Number.NaN },
    { se: Infinity },
    { estimate: Infinity },
    { estimate: Number.NaN },
  ])
    expect(() => effect({ ...found, ...change })).toThrow(RangeError);
});
