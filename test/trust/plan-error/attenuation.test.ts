import { describe, expect, test } from 'vitest';
import { attenuatedTrust, correctedTrust } from '../../../lib/trust/plan-error/attenuation.ts';

describe('docs/model.md 6.11 and 8', () => {
  test.each([
    [0.1, 0.519],
    [0.2, 0.56896552],
    [0.3, 0.632],
  ])('alpha .5, Vg .25, nu %d: %d', (nu, seen) => {
    const digits = String(seen).length - 2;
    expect(attenuatedTrust(0.5, 0.25, nu * nu)).toBeCloseTo(seen, digits);
    expect(correctedTrust(attenuatedTrust(0.5, 0.25, nu * nu), 0.25 / (0.25 + nu * nu))).toBeCloseTo(0.5, 12);
  });

  test('trust of 1 stays 1, and no error changes nothing', () => {
    expect(attenuatedTrust(1, 0.25, 0.04)).toBe(1);
    expect(correctedTrust(1, 0.4)).toBe(1);
    expect(correctedTrust(0.3, 1)).toBeCloseTo(0.3, 12);
  });

  test('is asked for within its range', () => {
    for (const [Vg, nu2] of [
      [0, 0.1],
      [0.25, -0.1],
      [Number.NaN, 0],
    ] as const)
      expect(() => attenuatedTrust(0.5, Vg, nu2)).toThrow(RangeError);
    for (const rho of [0, -0.2, 1.1, Number.NaN]) expect(() => correctedTrust(0.5, rho)).toThrow(RangeError);
  });
});
