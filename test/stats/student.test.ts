import { expect, test } from 'vitest';
import { studentQuantile, studentWithin } from '../../lib/stats/student.ts';

test.each([
  [1, 12.706],
  [2, 4.303],
  [3, 3.182],
  [4, 2.776],
  [7, 2.365],
  [10, 2.228],
  [29, 2.045],
  [60, 2],
  [120, 1.98],
])('97.5 %% point with %i degrees of freedom: %d, as in every table', (nu, expected) => {
  expect(studentQuantile(0.95, nu)).toBeCloseTo(expected, 3);
});

test('a wrong call is told', () => {
  expect(() => studentWithin(1, 1.5)).toThrow(RangeError);
  expect(() => studentQuantile(1, 3)).toThrow(RangeError);
});
