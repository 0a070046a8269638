import { describe, expect, it } from 'vitest';
import { drawStudy, difference } from '../../../lib/simulation/plan/study.ts';
import {
  chiSquared,
  drawAnswers,
  drawSufficient,
  NOTHING,
  pooled,
  type Sufficient,
} from '../../../lib/simulation/plan/sufficient.ts';
import { streams } from '../../../lib/simulation/stream.ts';

const DRAWS = 10_000;
const stream = streams(11).next().value;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]) => mean(values.map((value) => (value - mean(values)) ** 2));
const drawn = (draw: () => number) => Array.from({ length: DRAWS }, draw);

/** Of pairs, one by one. */
const ofPair = ([x, y]: readonly [number, number]): Sufficient => ({ n: 1, x, y, xx: 0, xy: 0, yy: 0 });

it('pools samples into that of all pairs', () => {
  const all = [
    [1, 2],
    [3, -1],
    [0.5, 4],
    [2, 2],
  ] as const;
  const sum = all.map(ofPair).reduce(pooled, NOTHING);
  expect(sum.n).toBe(4);
  expect(sum.x).toBeCloseTo(1.625, 12);
  expect(sum.yy).toBeCloseTo(12.75, 12);
  expect(sum.xx).toBeCloseTo(3.6875, 12);
  expect(sum.xy).toBeCloseTo(-6.375, 12);
  expect(pooled(NOTHING, NOTHING)).toEqual(NOTHING);
});

it.each([1, 2, 3, 10, 500])('chi-squared with %d degrees of freedom has its mean and variance', (df) => {
  const values = drawn(() => chiSquared(df, stream));
  expect(Math.abs(mean(values) - df)).toBeLessThan(4 * Math.sqrt((2 * df) / DRAWS));
  expect(Math.abs(variance(values) / (2 * df) - 1)).toBeLessThan(0.1);
});

describe.each([2, 3, 40])('%d pairs drawn at once', (n) => {
  const r = 0.6;
  const samples = Array.from({ length: DRAWS }, () => drawSufficient(n, r, stream));

  it.each([
    ['xx', 1],
    ['xy', r],
    ['yy', 1],
  ] as const)('sum of %s is (n - 1) times %d', (name, covariance) => {
    const values = samples.map((sample) => sample[name]);
    const se = Math.sqrt(variance(values) / DRAWS);
    expect(Math.abs(mean(values) - (n - 1) * covariance)).toBeLessThan(4 * se);
  });

  it('products vary as Wishart says: (n - 1)(1 + r^2)', () => {
    expect(variance(samples.map(({ xy }) => xy)) / ((n - 1) * (1 + r * r))).toBeCloseTo(1, 0);
  });

  it('means have covariance r/n', () => {
    expect(mean(samples.map(({ x, y }) => n * x * y))).toBeCloseTo(r, 1);
  });

  it('never breaks Cauchy and Schwarz', () => {
    expect(samples.every(({ xx, xy, yy }) => xy * xy <= xx * yy * (1 + 1e-9))).toBe(true);
  });
});

it.each([
  [10, 0.3],
  [5000, 0.15],
])('of %d invitations a share %d is answered', (n, rate) => {
  const values = drawn(() => drawAnswers(n, rate, stream));
  expect(mean(values) / (n * rate)).toBeCloseTo(1, 1);
  expect(variance(values) / (n * rate * (1 - rate))).toBeCloseTo(1, 1);
  expect(drawAnswers(n, 1, stream)).toBe(n);
});

const arm = (pairs: readonly (readonly [number, number])[]) => pairs.map(ofPair).reduce(pooled, NOTHING);

describe('the difference of two arms', () => {
  const control = arm([
    [0, 1],
    [1, 2],
    [2, 2],
  ]);
  const treated = arm([
    [1, 3],
    [2, 5],
    [3, 4],
  ]);

  it('is that of means, with the pooled two-sample error', () => {
    const { estimate, se } = difference(control, treated, false) ?? { estimate: 0, se: 0 };
    expect(estimate).toBeCloseTo(4 - 5 / 3, 12);
    expect(se).toBeCloseTo(Math.sqrt(((2 / 3 + 2) / 4) * (2 / 3)), 12);
  });

  it('with a baseline is that of analysis of covariance', () => {
    const { estimate, se } = difference(control, treated, true) ?? { estimate: 0, se: 0 };
    // slope inside arms 2/4; residual sum 8/3 - 2 (1/2) = 5/3 on 3 degrees of freedom
    expect(estimate).toBeCloseTo(7 / 3 - 0.5, 12);
    expect(se).toBeCloseTo(Math.sqrt((5 / 3 / 3) * (2 / 3 + 1 / 4)), 12);
  });

  it('cannot be told from nobody', () => {
    expect(difference(NOTHING, treated, false)).toBeNull();
  });
});

it('a study gathers answers look by look', () => {
  const looks = drawStudy({ invitations: [0, 50, 50], responseRate: 1, baselineCorrelation: 0 }, stream);
  expect(looks[0]).toBeNull();
  expect(looks[2]?.se).toBeLessThan(looks[1]?.se ?? 0);
});
