import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { armOf } from '../../lib/outreach/arm.ts';

const names = fc.record({ waveId: fc.string(), recommendationId: fc.string(), sellerId: fc.string() });

describe('armOf', () => {
  test('is the same every time, none at share 0 and all at share 1', () => {
    fc.assert(
      fc.property(names, fc.double({ min: 0, max: 1, noNaN: true }), (name, share) => {
        expect(armOf(name, share)).toBe(armOf({ ...name }, share));
        expect(armOf(name, 0)).toBe('show');
        expect(armOf(name, 1)).toBe('elicit');
      }),
      { seed: 3 },
    );
  });

  test('a larger share only adds to the elicitation arm', () => {
    const shares = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(names, shares, (name, [a, b]) => {
        const arms = [Math.min(a, b), Math.max(a, b)].map((share) => armOf(name, share));
        expect(arms).not.toEqual(['elicit', 'show']);
      }),
      { seed: 4 },
    );
  });

  test('keeps the share over sellers, and draws anew for each wave', () => {
    const sellers = Array.from({ length: 10_000 }, (_, i) => `seller-${i}`);
    const armsIn = (waveId: string) =>
      sellers.map((sellerId) => armOf({ waveId, recommendationId: 'r', sellerId }, 0.3) === 'elicit');
    const [one, two] = [armsIn('wave-1'), armsIn('wave-2')];
    const elicited = one.filter(Boolean).length;
    const both = one.filter((elicit, i) => elicit && two[i]).length;
    // 5 standard deviations of the binomial
    expect(Math.abs(elicited - 3000)).toBeLessThan(5 * Math.sqrt(10_000 * 0.3 * 0.7));
    expect(Math.abs(both - 900)).toBeLessThan(5 * Math.sqrt(10_000 * 0.09 * 0.91));
  });
});
