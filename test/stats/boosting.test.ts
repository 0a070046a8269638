import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { binCovariates, thresholdsOf } from '../../lib/stats/boosting/binned.ts';
import { boost, BOOSTING } from '../../lib/stats/boosting/boost.ts';
import { boostingMachine } from '../../lib/stats/boosting/kernel.ts';
import { boosting } from '../../lib/stats/boosting/learner.ts';
import { logistic } from '../../lib/stats/boosting/logistic.ts';
import { random } from '../processes/observational/studies.ts';

const numbers = z.array(z.number());
const reference = z
  .object({
    x: z.array(z.array(z.nullable(z.number()))),
    y: numbers,
    d: numbers,
    w: numbers,
    train: z.number(),
    squared: numbers,
    logistic: numbers,
    weighted: numbers,
    thresholds: numbers,
  })
  .parse(JSON.parse(readFileSync(new URL('../../reference/out/boosting.json', import.meta.url), 'utf8')));

const covariates = {
  rows: reference.x.length,
  columns: 4,
  values: Float64Array.from(reference.x.flatMap((row) => row.map((value) => value ?? Number.NaN))),
};
const all = Uint32Array.from(reference.x.keys());
const rows = { train: all.slice(0, reference.train), test: all.slice(reference.train) };
const machine = boostingMachine(binCovariates(covariates), BOOSTING.leaves);
const settings = { ...BOOSTING, trees: 40 };

function furthest(found: Float64Array, expected: readonly number[]): number {
  return Math.max(...found.map((value, k) => Math.abs(value - (expected[k] ?? Number.NaN))));
}

/** reference/boosting.py: scikit-learn 1.2.1's HistGradientBoosting on the same rows. Its gradients are single precision. */
describe('beside scikit-learn', () => {
  it('gives the same predictions under squared loss, missing values and all', () => {
    const found = boost(machine, 'squared', Float64Array.from(reference.y), rows, settings);
    expect(furthest(found, reference.squared)).toBeLessThan(2e-6);
  });

  it('gives the same log-odds under logistic loss', () => {
    const weights = Float64Array.from(reference.w); // no two splits gain the same
    const found = boost(machine, 'logistic', Float64Array.from(reference.d), rows, settings, { weights });
    expect(furthest(found, reference.logistic)).toBeLessThan(2e-6);
  });

  it('gives the same predictions of weighted rows', () => {
    const weights = Float64Array.from(reference.w);
    const found = boost(machine, 'squared', Float64Array.from(reference.y), rows, settings, { weights });
    expect(furthest(found, reference.weighted)).toBeLessThan(2e-6);
  });
});

describe('bins', () => {
  it('end where those of scikit-learn do, where values are many', () => {
    const many = Float64Array.from({ length: 3000 }, (_, i) => ((i * 7919) % 10_007) ** 2 / 1000);
    const found = thresholdsOf(many);
    expect(found.length).toBe(reference.thresholds.length);
    expect(furthest(found, reference.thresholds)).toBeLessThan(1e-8);
  });

  it('are the values themselves where there are few, quantiles where there are many', () => {
    expect([...thresholdsOf(Float64Array.of(3, 1, 2, Number.NaN, 2))]).toEqual([1.5, 2.5]);
    const many = thresholdsOf(Float64Array.from({ length: 10_000 }, (_, i) => i));
    expect(many.length).toBe(254);
    expect(many[126]).toBeCloseTo((9999 * 127) / 255, 0);
    expect(thresholdsOf(Float64Array.of(5, 5, 5)).length).toBe(0);
  });
});

function spread(predictions: Float64Array): number {
  return Math.max(...predictions) - Math.min(...predictions);
}

describe('a machine', () => {
  it('is refused for more rows than its packed sums hold', () => {
    const none = new Uint8Array();
    const binned = { rows: 2 ** 24, columns: 1, byRow: none, byColumn: none, bins: [1] };
    expect(() => boostingMachine(binned, 31)).toThrow(RangeError);
  });
});

describe('trees', () => {
  const { uniform, normal } = random(3);
  const x = { rows: 4000, columns: 30, values: Float64Array.from({ length: 120_000 }, () => normal()) };
  const y = Float64Array.from(
    { length: 4000 },
    (_, i) => Math.sin(2 * (x.values[30 * i + 29] ?? 0)) + 0.3 * normal(),
  );
  const folds = Uint8Array.from(y, () => Math.floor(5 * uniform()));
  const errorOf = (predictions: Float64Array): number =>
    predictions.reduce((sum, value, i) => sum + (value - (y[i] ?? 0)) ** 2, 0) / y.length;

  it('find a curve in the last of more columns than one pass takes', () => {
    expect(errorOf(boosting({ trees: 100 }).over(x)({ y, kind: 'mean', folds, count: 5 }))).toBeLessThan(
      0.13,
    );
  });

  it('give the same digits twice, and in a machine used before', () => {
    const fit = boosting({ trees: 20 }).over(x);
    const task = { y, kind: 'mean', folds, count: 5 } as const;
    const once = fit(task);
    fit({ ...task, y: y.map((value) => (value > 0 ? 1 : 0)), kind: 'probability' });
    expect(fit(task)).toEqual(once);
    expect(boosting({ trees: 20 }).over(x)(task)).toEqual(once);
  });

  it('do not depend on the order of the rows learnt from', () => {
    const forward = boostingMachine(binCovariates(x), 31);
    const train = Uint32Array.from({ length: 3000 }, (_, i) => i);
    const test = Uint32Array.from({ length: 1000 }, (_, i) => 3000 + i);
    const quick = { ...BOOSTING, trees: 10 };
    const a = boost(forward, 'squared', y, { train, test }, quick);
    const b = boost(forward, 'squared', y, { train: train.toReversed(), test }, quick);
    expect(furthest(a, [...b])).toBeLessThan(1e-12);
  });

  it('stop early where there is nothing to learn', () => {
    const noise = Float64Array.from(y, () => normal());
    const task = { y: noise, kind: 'mean', folds, count: 5 } as const;
    const early = spread(boosting({ trees: 50, patience: 5 }).over(x)(task));
    expect(early).toBeLessThan(spread(boosting({ trees: 50 }).over(x)(task)) / 2);
  });

  it('learn from few rows, one row, or an outcome that does not vary', () => {
    const few = { rows: 3, columns: 1, values: Float64Array.of(1, 2, Number.NaN) };
    const task = {
      y: Float64Array.of(4, 4, 4),
      kind: 'mean',
      folds: Uint8Array.of(0, 1, 1),
      count: 2,
    } as const;
    expect([...boosting({ trees: 3 }).over(few)(task)]).toEqual([4, 4, 4]);
  });
});

it('the logistic function is right to 1e-9, and bounded far out', () => {
  for (let f = -30; f <= 30; f += 0.37)
    expect(Math.abs(logistic(f) - 1 / (1 + Math.exp(-f)))).toBeLessThan(1e-9);
  expect(logistic(1e9)).toBeLessThanOrEqual(1);
  expect(logistic(-1e9)).toBeGreaterThan(0);
});
