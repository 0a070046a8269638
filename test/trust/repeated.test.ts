import { describe, expect, it } from 'vitest';
import { quantity, unknownQuantity } from '../../lib/trust/quantity.ts';
import { plannedSeFor, repeated } from '../../lib/trust/repeated.ts';

const width = (se: number): number => {
  const { estimate, anytime } = repeated(quantity(0, se, 200), 0.02);
  return ((anytime.upper ?? 0) - (estimate ?? 0)) / se;
};

describe('a number that every report repeats', () => {
  it('carries an interval for all looks: at the one it is planned for, as wide as a year of any looks needs', () => {
    const { lower, upper, anytime } = repeated(quantity(0.1, 0.02, 200), 0.02);
    expect(((anytime.upper ?? 0) - (anytime.lower ?? 0)) / ((upper ?? 0) - (lower ?? 0))).toBeCloseTo(
      3.3019 / 1.96,
      3,
    );
  });

  it('is planned so that at that look the smallest difference worth acting on can be told from none', () => {
    const planned = plannedSeFor(0.05);
    const { anytime } = repeated(quantity(0.05, planned, 200), planned);
    expect(anytime.lower).toBeCloseTo(0, 12);
  });

  it('is wider at a look long before, or long after', () => {
    expect(width(0.08)).toBeGreaterThan(4);
    expect(width(0.002)).toBeGreaterThan(3.5);
    expect(width(0.03)).toBeCloseTo(width(0.015), 6);
  });

  it('stays null with its reason, and says why it has no interval', () => {
    expect(repeated(unknownQuantity('nobody decided twice', 3), 0.02)).toMatchObject({
      estimate: null,
      reason: 'nobody decided twice',
      anytime: { lower: null, upper: null, reason: 'nobody decided twice' },
    });
    expect(repeated(quantity(0.1, null, 50, undefined, 'at its bound'), 0.02).anytime.reason).toBe(
      'at its bound',
    );
    expect(repeated(quantity(0.1, 0.02, 19), 0.02).anytime).toMatchObject({ lower: null, upper: null });
  });

  it('is cut to the values the number can have, and has none where all are alike', () => {
    expect(repeated(quantity(0.9, 0.5, 40, [-1, 1]), 0.02, [-1, 1]).anytime.upper).toBe(1);
    expect(repeated(quantity(0.1, 0, 40), 0.02).anytime).toEqual({
      lower: null,
      upper: null,
      reason: 'no spread: all alike',
    });
  });
});
