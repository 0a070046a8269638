import { describe, expect, it } from 'vitest';
import { array, assert, double, property } from 'fast-check';
import { covariatesOf } from '../../lib/stats/covariates.ts';
import { benjaminiHochberg } from '../../lib/stats/benjamini-hochberg.ts';
import { bestOf, crossFitLoss } from '../../lib/stats/learner.ts';
import { jointCritical } from '../../lib/stats/multipliers.ts';
import { designOf } from '../../lib/stats/penalised/design.ts';
import { elasticNet } from '../../lib/stats/penalised/elastic-net.ts';
import { foldGrams, without } from '../../lib/stats/penalised/gram.ts';
import { penalised } from '../../lib/stats/penalised/learner.ts';
import { boosting } from '../../lib/stats/boosting/learner.ts';
import { random } from '../processes/observational/studies.ts';

const { uniform, normal } = random(11);
const rows = Array.from({ length: 1500 }, () => Array.from({ length: 6 }, () => normal()));
const x = covariatesOf(rows);
const y = Float64Array.from(rows, ([a = 0, b = 0]) => 2 + a - 0.5 * b + normal());
const folds = Uint8Array.from(rows, () => Math.floor(5 * uniform()));

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);
}

describe('elastic net', () => {
  it('meets its conditions: the slope of every coefficient is within the penalty', () => {
    const sizes = array(double({ min: -2, max: 2, noNaN: true }), { minLength: 12, maxLength: 12 });
    const strengths = double({ min: 0.001, max: 1, noNaN: true });
    const mixes = double({ min: 0, max: 1, noNaN: true });
    assert(
      property(sizes, strengths, mixes, (a, strength, mix) => {
        const columns = [0, 1, 2].map((j) => a.slice(4 * j, 4 * j + 4));
        const g = Float64Array.from(
          columns.flatMap((u, i) => columns.map((v, j) => dot(u, v) + (i === j ? 0.1 : 0))),
        );
        const c = Float64Array.of(1, -0.5, 0.25);
        const b = new Float64Array(3);
        elasticNet({ width: 3, g, c }, { strength, mix }, b);
        b.forEach((value, j) => {
          const slope = (c[j] ?? 0) - dot(Array.from(g.slice(3 * j, 3 * j + 3)), Array.from(b));
          const rest = slope - (j === 0 ? 0 : strength * (1 - mix) * value);
          const reach = j === 0 ? 0 : strength * mix;
          const off =
            value === 0 ? Math.max(0, Math.abs(rest) - reach) : Math.abs(rest - reach * Math.sign(value));
          expect(off).toBeLessThan(1e-5);
        });
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  it('sums of all but a fold are those of the other rows', () => {
    const design = designOf(x, 1);
    const rest = without(foldGrams(design, y, { folds, count: 5 }), [2]);
    const [others] = foldGrams(design, y, { folds: folds.map((fold) => (fold === 2 ? 1 : 0)), count: 2 });
    expect(rest.n).toBe(others?.n);
    rest.xy.forEach((value, j) => expect(value).toBeCloseTo(others?.xy[j] ?? Number.NaN, 8));
  });
});

describe('penalised regression', () => {
  it('predicts as well as the truth allows, out of fold', () => {
    const predictions = penalised().over(x)({ y, kind: 'mean', folds, count: 5 });
    expect(crossFitLoss({ y, kind: 'mean', folds, count: 5 }, predictions)).toBeLessThan(1.08);
  });

  it('ridge, lasso and in between agree where the penalty hardly matters', () => {
    const [ridge, lasso] = [0, 1].map((mix) =>
      penalised({ mix }).over(x)({ y, kind: 'mean', folds, count: 5 }),
    );
    expect(Math.max(...(ridge ?? y).map((value, i) => Math.abs(value - (lasso?.[i] ?? 0))))).toBeLessThan(
      0.3,
    );
  });

  it('gives calibrated probabilities', () => {
    const p = rows.map(([a = 0, b = 0]) => 1 / (1 + Math.exp(-(0.5 + a - b))));
    const d = Float64Array.from(p, (share) => (uniform() < share ? 1 : 0));
    const found = penalised().over(x)({ y: d, kind: 'probability', folds, count: 5 });
    const error = Math.sqrt(found.reduce((sum, value, i) => sum + (value - (p[i] ?? 0)) ** 2, 0) / d.length);
    expect(error).toBeLessThan(0.04);
  });

  it('sees squares and products of pairs with degree 2', () => {
    const bent = Float64Array.from(rows, ([a = 0, b = 0]) => a * b + a * a + 0.1 * normal());
    const task = { y: bent, kind: 'mean', folds, count: 5 } as const;
    expect(crossFitLoss(task, penalised({ degree: 2 }).over(x)(task))).toBeLessThan(0.02);
    expect(crossFitLoss(task, penalised().over(x)(task))).toBeGreaterThan(1);
  });

  it('tells a missing value from a mean one', () => {
    const holes = {
      ...x,
      values: x.values.map((value, at) => (at % 6 === 2 && at % 5 === 0 ? Number.NaN : value)),
    };
    const shifted = y.map((value, i) => value + (Number.isNaN(holes.values[6 * i + 2]) ? 3 : 0));
    const task = { y: shifted, kind: 'mean', folds, count: 5 } as const;
    expect(crossFitLoss(task, penalised().over(holes)(task))).toBeLessThan(1.1);
  });

  it('learns only from the rows it may learn from', () => {
    const other = y.map((value, i) => (i % 2 === 0 ? value : 1e6));
    const learnFrom = Uint8Array.from(y, (_, i) => (i % 2 === 0 ? 1 : 0));
    for (const learner of [penalised(), boosting({ trees: 20 })]) {
      const found = learner.over(x)({ y: other, kind: 'mean', folds, count: 5, learnFrom });
      expect(Math.max(...found)).toBeLessThan(20);
    }
  });

  it('the better of two is the one that predicts better', () => {
    const bent = Float64Array.from(rows, ([a = 0]) => Math.sign(a));
    const task = { y: bent, kind: 'mean', folds, count: 5 } as const;
    const trees = boosting({ trees: 20 });
    expect(bestOf([penalised(), trees]).over(x)(task)).toEqual(trees.over(x)(task));
  });
});

describe('many findings', () => {
  it('adjusts p-values as R 4.2 p.adjust(method = "BH") does', () => {
    const q = benjaminiHochberg([0.01, 0.02, 0.03, 0.04, 0.5]);
    [0.05, 0.05, 0.05, 0.05, 0.5].forEach((value, k) => expect(q[k]).toBeCloseTo(value, 12));
    expect(benjaminiHochberg([0.9, 0.001])).toEqual([0.9, 0.002]);
  });

  it('the joint critical value of independent estimates is that of the largest of them', () => {
    const influences = Array.from({ length: 5 }, () => Float64Array.from({ length: 400 }, () => normal()));
    const ses = influences.map((psi) => Math.sqrt(psi.reduce((sum, value) => sum + value * value, 0)));
    const settings = { level: 0.95, pointwise: 1.96, draws: 4000, seed: 1 };
    expect(Math.abs(jointCritical(influences, ses, settings) - 2.569)).toBeLessThan(0.08); // Sidak for 5
    const same = [influences[0] ?? new Float64Array(), influences[0] ?? new Float64Array()];
    expect(jointCritical(same, [ses[0] ?? 1, ses[0] ?? 1], settings)).toBeLessThan(2.06);
  });
});
