import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cholesky, inverseOf } from '../../lib/stats/cholesky.ts';
import { clusteredMean } from '../../lib/stats/clustered-mean.ts';
import { deltaVariance } from '../../lib/stats/delta-method.ts';
import { poolEstimates } from '../../lib/stats/der-simonian-laird.ts';
import { exact, fromExact } from '../../lib/stats/exact-sum.ts';
import { foldOf } from '../../lib/stats/fold.ts';
import { hessianOf } from '../../lib/stats/hessian.ts';
import { logSumExp } from '../../lib/stats/log-sum-exp.ts';
import { median } from '../../lib/stats/median.ts';
import {
  normalCdf,
  normalLogCdf,
  normalLogDensity,
  normalQuantile,
  twoSidedP,
  Z95,
} from '../../lib/stats/normal.ts';
import { bic, vuong } from '../../lib/stats/vuong.ts';

const plainSum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const exactSum = (values: readonly number[]): bigint =>
  values.reduce((total, value) => total + exact(value), 0n);

describe('docs/model.md 8', () => {
  test('Vuong and BIC', () => {
    const l1 = [-1.2, -0.8, -1.5, -0.3, -0.9, -1.1, -0.7, -1.0];
    const l2 = [-1.0, -1.1, -1.9, -0.5, -0.8, -1.6, -0.9, -1.3];
    const result = vuong(l1, l2, 3, 1);
    if (result === 'indistinguishable') throw new Error('they can be told apart');
    expect(result.z).toBeCloseTo(2.52982213, 7);
    expect(result.corrected).toBeCloseTo(-0.75806364, 7);
    expect(result.p).toBeCloseTo(0.01141204, 7);
    expect(bic(plainSum(l1), 3, 8)).toBeCloseTo(21.23832463, 7);
    expect(bic(plainSum(l2), 1, 8)).toBeCloseTo(20.27944154, 7);
  });

  test('DerSimonian-Laird', () => {
    const a = [0.1, 0.7, 0.95, 0.3, 0.55];
    const v = [0.01, 0.01, 0.02, 0.02, 0.0225];
    const pool = poolEstimates(a.map((value, i) => ({ a: value, v: v[i] ?? 0 })));
    expect(pool.fixed).toBeCloseTo(0.48467742, 7);
    expect(pool.q).toBeCloseTo(32.15524194, 7);
    expect(pool.tau2).toBeCloseTo(0.10579545, 7);
    expect(pool.mu).toBeCloseTo(0.51586458, 7);
    const shrunk = [0.13591372, 0.68409822, 0.88097757, 0.33431993, 0.54401345];
    shrunk.forEach((value, i) => expect(pool.shrunk[i]?.mean).toBeCloseTo(value, 7));
  });
});

test('the pool of docs/model.md 7.1: three studies of forecast sharing', () => {
  const pool = poolEstimates([
    { a: 0.662, v: 0.07 ** 2 },
    { a: 0.609, v: 0.051 ** 2 },
    { a: 0.587, v: 0.051 ** 2 },
  ]);
  expect(pool.fixed).toBeCloseTo(0.6114, 4);
  expect(pool.q).toBeCloseTo(0.754, 3);
  expect(pool.tau2).toBe(0);
});

test('models that say the same of every seller are indistinguishable', () => {
  expect(vuong([-1, -2, -3], [-1.5, -2.5, -3.5], 2, 1)).toBe('indistinguishable');
});

test('wrong calls say what they require', () => {
  expect(() => vuong([1], [1], 1, 1)).toThrow('vuong requires at least two sellers');
  expect(() => poolEstimates([{ a: 1, v: 1 }])).toThrow('poolEstimates requires at least two estimates');
  expect(() =>
    poolEstimates([
      { a: 1, v: 0 },
      { a: 1, v: 1 },
    ]),
  ).toThrow('positive variances');
  expect(() => exact(Number.NaN)).toThrow('exact requires a finite number');
});

test('the normal distribution, far out too (R 4.2.2 pnorm, qnorm)', () => {
  expect(normalCdf(-10)).toBeCloseTo(7.619853024160527e-24, 36);
  expect(normalLogCdf(-40) / -804.6084420137538).toBeCloseTo(1, 12);
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
  expect(Z95).toBeCloseTo(1.959963984540054, 12);
  expect(twoSidedP(-2.5)).toBeCloseTo(0.01241933065155227, 14);
  expect(normalLogDensity(1, 0, 2)).toBeCloseTo(-1.737085713764618, 12);
});

test('logsumexp neither overflows nor underflows', () => {
  expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 10);
  expect(logSumExp([-1000, -1001])).toBeCloseTo(-1000 + Math.log1p(Math.exp(-1)), 10);
  expect(logSumExp([-Infinity, 0])).toBe(0);
  expect(logSumExp([])).toBe(-Infinity);
});

test('exact sums do not depend on order or grouping', () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(fc.array(value, { maxLength: 30 }), fc.nat(), (values, cut) => {
      const at = values.length > 0 ? cut % values.length : 0;
      const whole = exactSum(values);
      expect(exactSum(values.slice(at)) + exactSum(values.slice(0, at))).toBe(whole);
      expect(exactSum(values.toReversed())).toBe(whole);
      expect(Math.abs(fromExact(whole) - plainSum(values))).toBeLessThanOrEqual(1e-8);
    }),
    { seed: 3, numRuns: 200 },
  );
});

test('Cholesky: the inverse times the matrix is the identity; what is not positive definite has none', () => {
  const a = [
    [4, 2, 0.6],
    [2, 3, 0.4],
    [0.6, 0.4, 1.5],
  ];
  const inverse = inverseOf(a) ?? [];
  a.forEach((row, i) =>
    a.forEach((_, j) => {
      const entry = row.reduce((sum, value, k) => sum + value * (inverse[k]?.[j] ?? 0), 0);
      expect(entry).toBeCloseTo(i === j ? 1 : 0, 12);
    }),
  );
  expect(
    cholesky([
      [1, 2],
      [2, 1],
    ]),
  ).toBeUndefined();
  expect(
    inverseOf([
      [1, 1],
      [1, 1],
    ]),
  ).toBeUndefined();
});

test('clustered mean: one value a cluster is the usual standard error; copies inside a cluster add nothing', () => {
  const alone = clusteredMean([[1], [2], [4]]);
  expect(alone?.mean).toBeCloseTo(7 / 3, 12);
  expect(alone?.se).toBeCloseTo(Math.sqrt(7 / 9), 12); // sd 1.527525 / sqrt 3
  const copied = clusteredMean([
    [1, 1],
    [2, 2],
    [4, 4],
  ]);
  expect(copied?.se).toBeCloseTo(alone?.se ?? Number.NaN, 12);
  expect(clusteredMean([[1, 2, 3]])?.se).toBeNull();
  expect(clusteredMean([[], []])).toBeUndefined();
});

test('Hessian of a quadratic, delta method, median', () => {
  const H = hessianOf(
    (x, gradient) => {
      const [a = 0, b = 0] = x;
      gradient[0] = 3 * a + b;
      gradient[1] = a + 2 * b;
      return 0;
    },
    Float64Array.from([0.3, -2]),
    [0, 1],
  );
  expect(H.flat().map((value) => Math.round(value * 1e6) / 1e6)).toEqual([3, 1, 1, 2]);
  expect(
    deltaVariance(
      [1, -1],
      [
        [4, 1],
        [1, 9],
      ],
    ),
  ).toBe(11);
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeUndefined();
});

test('folds are even and do not change from run to run', () => {
  const counts = [0, 0, 0, 0, 0];
  for (let i = 0; i < 5000; i++) {
    const fold = foldOf(`seller-${i}`, 5);
    counts[fold] = (counts[fold] ?? 0) + 1;
  }
  counts.forEach((count) => expect(Math.abs(count - 1000)).toBeLessThan(120));
  expect(['a', 'b', 'c', 'd'].map((id) => foldOf(id, 5))).toEqual([2, 1, 4, 2]);
});
