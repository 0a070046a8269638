import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { binomialTest } from '../../lib/stats/binomial-test.ts';

const { binomial }: { binomial: number[] } = JSON.parse(readFileSync('reference/out/sender.json', 'utf8'));

test.each([
  [86, 100, 0.8, 0],
  [3, 20, 0.5, 1],
  [0, 12, 0.1, 2],
  [45, 49, 0.8, 3],
])('%d of %d at %d, as SciPy 1.17.1', (k, n, q, i) => {
  expect(binomialTest(k, n, q)).toBeCloseTo(binomial[i] ?? Number.NaN, 10);
});

test('the middle is certain, the ends symmetric', () => {
  expect(binomialTest(5, 10, 0.5)).toBe(1);
  expect(binomialTest(1, 10, 0.5)).toBeCloseTo(binomialTest(9, 10, 0.5), 12);
  expect(binomialTest(0, 1_000, 0.5)).toBeLessThan(1e-250);
});

test('refuses what can not be counted', () => {
  expect(() => binomialTest(3, 2, 0.5)).toThrow(RangeError);
  expect(() => binomialTest(1.5, 2, 0.5)).toThrow(RangeError);
  expect(() => binomialTest(1, 2, 1)).toThrow(RangeError);
});
