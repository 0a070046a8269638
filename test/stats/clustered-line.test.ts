import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { streams } from '../../lib/simulation/stream.ts';
import { clusteredLine } from '../../lib/stats/clustered-line.ts';

const FILE = '../shared/data/published/petersen.csv';
const present = existsSync(FILE);
if (!present) console.log(`skipped: ${FILE} is not here, parity with Petersen (2009) cannot be checked`);

test.skipIf(!present)('Petersen (2009): slope 1.034833, se .0505957 by firm and .0333889 by year', () => {
  const rows: Record<string, string>[] = parse(readFileSync(FILE), { columns: true });
  const by = (column: string): ReturnType<typeof clusteredLine> => {
    const names = [...new Set(rows.map((row) => row[column]))];
    return clusteredLine(
      names.map((name) =>
        rows
          .filter((row) => row[column] === name)
          .map((row): [number, number] => [Number(row['x']), Number(row['y'])]),
      ),
    );
  };
  expect(by('firm')?.slope).toBeCloseTo(1.034833, 6);
  expect(Math.sqrt(by('firm')?.covariance?.[2] ?? 0)).toBeCloseTo(0.0505957, 7);
  expect(Math.sqrt(by('year')?.covariance?.[2] ?? 0)).toBeCloseTo(0.0333889, 7);
});

test('no line through fewer than three points, nor through one x', () => {
  expect(clusteredLine([[[1, 2]], [[2, 3]]])).toBeUndefined();
  expect(clusteredLine([[[7, 2]], [[7, 3]], [[7, 4]]])).toBeUndefined();
});

test('one cluster has a line and no standard error', () => {
  expect(
    clusteredLine([
      [
        [0, 1],
        [1, 3],
        [2, 5],
      ],
    ]),
  ).toMatchObject({ intercept: 1, slope: 2, covariance: null });
});

/** docs/model.md 7.1, T1a: suppliers with a slope of their own answer messages uniform on [-150, 150], noise sd 40. */
test.each([
  [8, 0.2, 0.07, 0.01],
  [46, 0.34, 0.051, 0.006],
])('%d suppliers x 50 rounds, slopes of sd %d: clustered se %d', (suppliers, sd, expected, tolerance) => {
  const each = streams(83);
  let sum = 0;
  for (let run = 0; run < 200; run++) {
    const stream = each.next().value;
    const clusters = Array.from({ length: suppliers }, () => {
      const alpha = 0.6 + sd * stream.normal();
      return Array.from({ length: 50 }, (): [number, number] => {
        const z = -150 + 300 * stream.uniform();
        return [z, 250 + alpha * z + 40 * stream.normal()];
      });
    });
    sum += Math.sqrt(clusteredLine(clusters)?.covariance?.[2] ?? Number.NaN);
  }
  expect(Math.abs(sum / 200 - expected)).toBeLessThan(tolerance);
});
