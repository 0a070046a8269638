import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { exact, fromExact } from '../../lib/stats/exact-sum.ts';
import { ExactTotals } from '../../lib/stats/exact-totals.ts';

const sumOf = (rows: readonly (readonly number[])[], width = 2): bigint[] => {
  const totals = new ExactTotals(width);
  for (const row of rows) totals.add(Float64Array.from(row));
  return totals.sums();
};

const number = fc.oneof(
  fc.double({ min: -1e3, max: 1e3, noNaN: true }),
  fc.double({ min: -1e40, max: 1e40, noNaN: true }),
  fc.constantFrom(0, -0, 2 ** 22, 2 ** 22 - 2 ** -30, 2 ** -64, 2 ** -65, -(2 ** -66), 5e-324),
);

test('however rows are ordered and grouped: the same integers', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(number, number), { maxLength: 40 }),
      fc.nat({ max: 40 }),
      fc.nat({ max: 40 }),
      (rows, cut, turn) => {
        const turned = [...rows.slice(turn), ...rows.slice(0, turn)];
        const parts = [sumOf(turned.slice(0, cut)), sumOf(turned.slice(cut))];
        const merged = [0, 1].map((j) => parts.reduce((sum, part) => sum + (part[j] ?? 0n), 0n));
        expect(merged).toEqual(sumOf(rows));
      },
    ),
    { seed: 8, numRuns: 400 },
  );
});

test('each value is the nearest on the grid: half a step of 2^-64', () => {
  fc.assert(
    fc.property(number, (value) => {
      const [sum = 0n] = sumOf([[value]], 1);
      expect(Math.abs(Number(sum - exact(value)))).toBeLessThanOrEqual(1); // two ways to round a half
    }),
    { seed: 9, numRuns: 2_000 },
  );
});

test('many rows of the largest values that doubles carry: nothing is lost', () => {
  const value = 2 ** 22 - 2 ** -20 - 2 ** -30;
  const [sum = 0n] = sumOf(
    Array.from({ length: 3_000 }, () => [value]),
    1,
  );
  expect(sum).toBe(3_000n * exact(value));
  expect(fromExact(sum)).toBe(3_000 * value);
});

test('sums may be asked for between rows', () => {
  const totals = new ExactTotals(1);
  totals.add(Float64Array.of(0.5));
  expect(totals.sums()).toEqual([exact(0.5)]);
  totals.add(Float64Array.of(0.25));
  expect(totals.sums()).toEqual([exact(0.75)]);
});

test.each([Number.NaN, Infinity, -Infinity])('%d has no place on the grid', (value) => {
  expect(() => sumOf([[value]], 1)).toThrow(RangeError);
});
