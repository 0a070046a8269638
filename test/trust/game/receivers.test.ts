import { describe, expect, test } from 'vitest';
import { babblingCapacity } from '../../../lib/trust/game/babbling.ts';
import { criticalRatio } from '../../../lib/trust/game/capacity-game.ts';
import { trustEmbeddedCapacity } from '../../../lib/trust/game/trust-embedded-receiver.ts';
import { NAMES, slopeOver, TREATMENTS } from './treatments.ts';

test('critical ratios', () => {
  expect(NAMES.map((name) => criticalRatio(TREATMENTS[name]))).toEqual([0.8, 0.8, 0.2, 0.2]);
});

test.each([
  ['C_L U_L', 340.0],
  ['C_L U_H', 340.836],
  ['C_H U_L', 160.0],
  ['C_H U_H', 159.164],
] as const)('babbling capacity, docs/model.md 1.3: %s', (name, K) => {
  expect(babblingCapacity(TREATMENTS[name])).toBeCloseTo(K, 3);
});

describe.each([
  ['C_L U_L', [256.0102, 316.0102, 376.0102], [196.7157, 285.0, 376.0102]],
  ['C_L U_H', [270.1472, 330.1472, 390.1472], [225.0, 305.718, 390.1472]],
  ['C_H U_L', [183.9898, 243.9898, 303.9898], [163.2843, 235.0, 303.9898]],
  ['C_H U_H', [169.8528, 229.8528, 289.8528], [135.0, 214.282, 289.8528]],
] as const)(
  'capacity at z = -50, 50, 150 with alpha .6, docs/model.md 7.5: %s',
  (name, untruncated, truncated) => {
    test.each([
      ['untruncated', untruncated],
      ['truncated', truncated],
    ] as const)('%s', (belief, expected) => {
      [-50, 50, 150].forEach((z, i) =>
        expect(trustEmbeddedCapacity(TREATMENTS[name], 0.6, z, belief)).toBeCloseTo(expected[i] ?? 0, 4),
      );
    });
  },
);

describe.each([
  ['C_L U_L', [0.773, 0.825, 0.875, 1]],
  ['C_L U_H', [0.661, 0.726, 0.814, 1]],
  ['C_H U_L', [0.227, 0.475, 0.726, 1]],
  ['C_H U_H', [0.339, 0.574, 0.786, 1]],
] as const)('slope of capacity on the message, docs/model.md 1.4: %s', (name, slopes) => {
  test('truncated: as tabled for alpha 0, .3, .6, 1', () => {
    const found = [0, 0.3, 0.6, 1].map((alpha) =>
      slopeOver((z) => trustEmbeddedCapacity(TREATMENTS[name], alpha, z, 'truncated')),
    );
    // .87455 and .72545 (U_L, alpha .6) are tabled .875 and .726: they add up to 1 + alpha and cannot both round up
    found.forEach((slope, i) => expect(Math.abs(slope - (slopes[i] ?? 0))).toBeLessThan(0.00055));
  });

  test('untruncated: alpha itself', () => {
    for (const alpha of [0, 0.3, 0.6, 1])
      expect(slopeOver((z) => trustEmbeddedCapacity(TREATMENTS[name], alpha, z, 'untruncated'))).toBeCloseTo(
        alpha,
        6,
      );
  });
});

test('refuses trust outside [0,1] and messages nobody can send', () => {
  expect(() => trustEmbeddedCapacity(TREATMENTS['C_L U_L'], 1.1, 0, 'untruncated')).toThrow(RangeError);
  expect(() => trustEmbeddedCapacity(TREATMENTS['C_L U_L'], 0.5, 151, 'untruncated')).toThrow(RangeError);
});
