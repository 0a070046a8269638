import { describe, expect, test } from 'vitest';
import { babblingCapacity } from '../../../lib/trust/game/babbling.ts';
import { levelKCapacity, levelKInflation, levelKMessage } from '../../../lib/trust/game/level-k.ts';
import { NAMES, slopeOver, TREATMENTS, type TreatmentName } from './treatments.ts';

test('delta = 2 e (1 - q), docs/model.md 2.2', () => {
  NAMES.forEach((name, i) =>
    expect(levelKInflation(TREATMENTS[name])).toBeCloseTo([10, 30, 40, 120][i] ?? 0, 9),
  );
});

describe.each<[TreatmentName, ...(readonly number[])[]]>([
  ['C_L U_L', [165, 265, 365, 415], [155, 255, 355, 410], [145, 245, 345, 405]],
  ['C_L U_H', [195, 295, 395, 445], [165, 265, 365, 430], [145, 235, 335, 415]],
  ['C_H U_L', [135, 235, 335, 385], [95, 195, 295, 363.284], [85, 155, 255, 335]],
  ['C_H U_H', [105, 205, 305, 355], [55, 85, 185, 289.853], [55, 55, 65, 205]],
])('capacity at z = -100, 0, 100, 150, docs/model.md 7.5: %s', (name, ...levels) => {
  test.each([0, 1, 2])('k = %d', (k) => {
    [-100, 0, 100, 150].forEach((z, i) =>
      expect(levelKCapacity(TREATMENTS[name], k, z, 'minimal')).toBeCloseTo(levels[k]?.[i] ?? 0, 3),
    );
  });
});

test.each([
  [1, [0.997, 0.972, 0.951, 0.648]],
  [2, [0.987, 0.896, 0.825, 0.104]],
])('slope of the message on the forecast, docs/model.md 2.3: k = %d', (k, slopes) => {
  NAMES.forEach((name, i) =>
    expect(slopeOver((xi) => levelKMessage(TREATMENTS[name], k, xi, 'minimal'))).toBeCloseTo(
      slopes[i] ?? 0,
      3,
    ),
  );
});

test('the tie-break `cap` makes every level above 0 uninformative at once', () => {
  const game = TREATMENTS['C_L U_H'];
  expect(levelKMessage(game, 0, -20, 'cap')).toBe(-20);
  expect([-150, 0, 90].map((xi) => levelKMessage(game, 1, xi, 'cap'))).toEqual([150, 150, 150]);
  expect(levelKCapacity(game, 2, 150, 'cap')).toBe(babblingCapacity(game));
});

test('a level so high that everybody sends the cap is babbling', () => {
  for (const name of NAMES)
    expect(levelKCapacity(TREATMENTS[name], 31, 150, 'minimal')).toBeCloseTo(
      babblingCapacity(TREATMENTS[name]),
      9,
    );
});

test('refuses levels that are none', () => {
  expect(() => levelKMessage(TREATMENTS['C_L U_L'], 0.5, 0, 'minimal')).toThrow(RangeError);
  expect(() => levelKCapacity(TREATMENTS['C_L U_L'], -1, 0, 'minimal')).toThrow(RangeError);
});
