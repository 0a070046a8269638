import { expect, test } from 'vitest';
import { chiSquareBeyond } from '../../lib/stats/chi-square.ts';
import { incompleteBeta, studentBeyond, studentWidth } from '../../lib/stats/incomplete-beta.ts';
import { logGamma } from '../../lib/stats/log-gamma.ts';
import { studentQuantile, studentWithin } from '../../lib/stats/student.ts';

/** SciPy 1.17.1: special.gammaln, special.betainc, stats.chi2.sf, stats.t.ppf. */
test.each([
  [0.001, 6.907178885383853],
  [0.5, 0.5723649429247],
  [2.5, 0.2846828704729192],
  [15, 25.191221182738683],
  [100.25, 360.28455963776423],
  [1e6, 12815504.569147611],
])('ln Gamma(%d) = %d', (x, expected) => {
  expect(Math.abs(logGamma(x) - expected)).toBeLessThan(1e-14 * Math.max(1, expected));
});

test.each([
  [0.5, 0.5, 0.3, 0.36901011956554536],
  [2, 3, 0.4, 0.5248],
  [13.7, 0.5, 0.93, 0.16229535143225562],
  [200, 0.5, 0.99, 0.04509410713707966],
  [0.01, 5, 0.1, 0.9940726309296224],
  [5e5, 0.5, 0.999995, 0.025347172227059213],
])('I(%d, %d) at %d = %d', (a, b, x, expected) => {
  expect(incompleteBeta(a, b, x)).toBeCloseTo(expected, 9);
});

test.each([
  [7.791237, 5, 0.16812247300449354],
  [0.01, 1, 0.920344325445942],
  [50, 3, 7.989179244951495e-11],
  [200, 150, 0.003973185970821635],
  [1e-8, 0.5, 0.9907227039234873],
  [1500, 1000, 1.0454640385980825e-22],
  [0, 3, 1],
  [Infinity, 3, 0],
])('P(chi-square >= %d) with %d df = %d', (x, df, expected) => {
  expect(Math.abs(chiSquareBeyond(x, df) - expected)).toBeLessThanOrEqual(1e-11 * expected);
});

test.each([
  [0.95, 1, 12.706204736174694],
  [0.95, 3.7, 2.8675207071911895],
  [0.95, 22.41, 2.071675402800568],
  [0.99, 1.5, 17.820310514462804],
  [0.95, 1e4, 1.960201239890626],
  [0.9, 0.8, 9.786604471347834],
])('t: %d lies within, with %d df, %d', (level, nu, expected) => {
  expect(studentWidth(level, nu)).toBeCloseTo(expected, 8);
});

test('any degrees of freedom agree with whole ones', () => {
  for (const nu of [1, 2, 5, 40, 300]) {
    expect(studentWidth(0.95, nu)).toBeCloseTo(studentQuantile(0.95, nu), 8);
    expect(1 - studentBeyond(1.3, nu)).toBeCloseTo(studentWithin(1.3, nu), 12);
  }
});

test('what no distribution has is a wrong call', () => {
  expect(() => studentWidth(0.95, 0)).toThrow(RangeError);
  expect(() => studentWidth(1, 3)).toThrow(RangeError);
  expect(() => chiSquareBeyond(1, 0)).toThrow(RangeError);
  expect(() => incompleteBeta(1, 1, 1.5)).toThrow(RangeError);
  expect(() => logGamma(0)).toThrow(RangeError);
});
