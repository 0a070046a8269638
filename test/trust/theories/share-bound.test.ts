import { describe, expect, test } from 'vitest';
import { simulate } from '../../../lib/simulation/simulate.ts';
import { defaultSettings } from '../../../lib/simulation/settings.ts';
import { fitTrust } from '../../../lib/trust/fit-trust.ts';
import { upperShare } from '../../../lib/trust/theories/share-bound.ts';
import { settingsOf } from '../settings.ts';

/** ln L of n sellers who are of the first of two types, `apart` log points from the second. */
const sellers = (n: number, apart: number): Float64Array[] => [
  new Float64Array(n),
  new Float64Array(n).fill(-apart),
];

/** Log-likelihood of a share w of which 10 of 40 are. */
const tenOfForty = (w: number): number => 10 * Math.log(w) + 30 * Math.log(1 - w);

describe('upper bound of a share estimated at zero', () => {
  test.each([20, 50, 200])('%i sellers plainly of one type leave 1 - exp(-1.92/n) to another', (n) =>
    expect(upperShare(sellers(n, 100), [1, 0], [false, true])).toBeCloseTo(1 - Math.exp(-1.9207 / n), 5),
  );
  test('types that are hard to tell apart leave more', () =>
    expect(upperShare(sellers(50, 1), [1, 0], [false, true])).toBeGreaterThan(0.055));
  test('types that cannot be told apart leave all', () =>
    expect(upperShare(sellers(50, 0), [1, 0], [false, true])).toBeCloseTo(1, 5));
  test('a share that is there is inside: 10 of 40', () => {
    const byClass = [0, 1].map((c) =>
      Float64Array.from({ length: 40 }, (_, i) => (i < 10 === (c === 1) ? 0 : -50)),
    );
    const bound = upperShare(byClass, [0.75, 0.25], [false, true]);
    expect(tenOfForty(0.25) - tenOfForty(bound)).toBeCloseTo(1.9207, 3);
  });
  test('several other types share what is left', () => {
    const byClass = [...sellers(50, 100), new Float64Array(50).fill(-100)];
    expect(upperShare(byClass, [1, 0, 0], [false, true, true])).toBeCloseTo(1 - Math.exp(-1.9207 / 50), 5);
  });
});

test('25 sellers cannot rule out that one in twenty is of another type', () => {
  const settings = { ...defaultSettings('trust-embedded'), sellers: 25, rounds: 8, seed: 1 };
  const { verdict } = fitTrust(
    simulate(settings).rows,
    settingsOf({ estimator: 'kf', directions: { replenishment: 'up' } }),
  );
  expect(verdict.preferred).toBe('cannot tell');
  expect(verdict.reason).toContain('mixture');
});

test.each([1, 2, 3])('level-k sellers are called by the lowest level that fits, seed %i', (seed) => {
  const { theories } = fitTrust(
    simulate({ ...defaultSettings('level-k'), sellers: 60, seed }).rows,
    settingsOf({ estimator: 'kf', directions: { replenishment: 'up' } }),
  );
  const [levels, mixture] = ['level-k', 'mixture'].map((name) =>
    theories.find(({ theory }) => theory === name),
  );
  expect(levels?.parameters['shares']).toMatchObject({
    '1': expect.closeTo(1, 3),
    '2': expect.closeTo(0, 3),
  });
  expect(mixture?.parameters['delta']).toBeCloseTo(Number(levels?.parameters['delta']), 3);
});
