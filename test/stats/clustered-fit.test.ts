import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { clusteredFit, contrast, type ClusteredFit } from '../../lib/stats/clustered-fit.ts';
import { withoutLeverage } from '../../lib/stats/leverage-root.ts';
import { symmetricEigen } from '../../lib/stats/symmetric-eigen.ts';

const FILE = '../shared/data/published/petersen.csv';
const present = existsSync(FILE);
if (!present) console.log(`skipped: ${FILE} is not here, parity with Petersen (2009) cannot be checked`);

function fitted(...design: Parameters<typeof clusteredFit>): ClusteredFit {
  const fit = clusteredFit(...design);
  if ('dependent' in fit) throw new Error(`column ${fit.dependent} is dependent`);
  return fit;
}

test.skipIf(!present)(
  'Petersen (2009): se of x by firm, year and neither, and CR2 of clubSandwich 0.5.8',
  () => {
    const rows: Record<string, string>[] = parse(readFileSync(FILE), { columns: true });
    const [x, y] = ['x', 'y'].map((name) => Float64Array.from(rows, (row) => Number(row[name])));
    if (!x || !y) throw new Error('no columns');
    const by = (number: (row: Record<string, string>, i: number) => number): ClusteredFit =>
      fitted({ y, columns: [x.map(() => 1), x], cluster: Int32Array.from(rows, number) });
    const firm = by((row) => Number(row['firm']) - 1);
    expect(contrast(firm, [0, 1], 'CR1').estimate).toBeCloseTo(1.034833, 6);
    expect(contrast(firm, [0, 1], 'CR1').se).toBeCloseTo(0.0505957, 7);
    expect(
      contrast(
        by((row) => Number(row['year']) - 1),
        [0, 1],
        'CR1',
      ).se,
    ).toBeCloseTo(0.0333889, 7);
    expect(
      contrast(
        by((_, i) => i),
        [0, 1],
        'CR1',
      ).se,
    ).toBeCloseTo(0.0283952, 7);
    // summary(lm_robust(y ~ x, PetersenCL, clusters = firm)), estimatr 1.0.0; the same by clubSandwich
    const corrected = contrast(firm, [0, 1], 'CR2');
    expect(corrected.se).toBeCloseTo(0.0506777667, 9);
    expect(corrected.df).toBeCloseTo(308.756381, 5);
    expect(contrast(firm, [1, 0], 'CR2').df).toBeCloseTo(498.669997, 5);
  },
);

const matrix = fc
  .array(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }), {
    minLength: 4,
    maxLength: 4,
  })
  .map((rows) => rows.map((row, i) => row.map((value, j) => (value + (rows[j]?.[i] ?? 0)) / 2)));

test('a symmetric matrix is its eigenvectors times its eigenvalues', () => {
  fc.assert(
    fc.property(matrix, (a) => {
      const { values, vectors } = symmetricEigen(a);
      for (const [i, row] of a.entries())
        for (const [j, value] of row.entries()) {
          const back = values.reduce(
            (sum, lambda, k) => sum + lambda * (vectors[k]?.[i] ?? 0) * (vectors[k]?.[j] ?? 0),
            0,
          );
          expect(back).toBeCloseTo(value, 12);
        }
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('the series near no leverage is the root it stands for', () => {
  const G = [
    [0.006, 0.001],
    [0.001, 0.0039],
  ];
  const [half = []] = withoutLeverage(G, [[1, 2]]);
  const [whole = []] = withoutLeverage(G, [half]); // (I - G)^-1 (1, 2)
  expect(0.994 * (whole[0] ?? 0) - 0.001 * (whole[1] ?? 0)).toBeCloseTo(1, 13);
  expect(-0.001 * (whole[0] ?? 0) + 0.9961 * (whole[1] ?? 0)).toBeCloseTo(2, 13);
});

test('units of columns and of y do not matter', () => {
  const n = 40;
  const x = Float64Array.from({ length: n }, (_, i) => Math.sin(i * 1.7));
  const y = Float64Array.from({ length: n }, (_, i) => 2 * (x[i] ?? 0) + Math.cos(i * 2.3));
  const cluster = Int32Array.from({ length: n }, (_, i) => i % 8);
  const of = (factor: number, unit: number): readonly number[] => {
    const fit = fitted({
      y: y.map((v) => v * unit),
      columns: [x.map(() => 1), x.map((v) => v * factor)],
      cluster,
    });
    const { estimate, se, df } = contrast(fit, [0, 1], 'CR2');
    return [(estimate * factor) / unit, (se * factor) / unit, df];
  };
  for (const [factor, unit] of [
    [1e12, 1],
    [1e-9, 1e12],
    [1, 1e-9],
  ] as const)
    of(factor, unit).forEach((value, k) => expect(value).toBeCloseTo(of(1, 1)[k] ?? 0, 9));
});

test('a column that follows from others is named', () => {
  const x = Float64Array.from({ length: 9 }, (_, i) => i);
  const one = x.map(() => 1);
  const design = { y: x, cluster: Int32Array.from(x) };
  expect(clusteredFit({ ...design, columns: [one, x, x.map((v) => 3 * v - 1)] })).toEqual({ dependent: 2 });
  expect(clusteredFit({ ...design, columns: [one, x.map(() => 0)] })).toEqual({ dependent: 1 });
});
