import { describe, expect, it } from 'vitest';
import { difference } from '../../lib/trust/placebo.ts';
import { unknownParameter } from '../../lib/trust/quantity.ts';
import type { Parameter } from '../../lib/trust/quantity-schema.ts';

const found = (estimate: number, se: number): Parameter => ({
  estimate,
  se,
  lower: 0,
  upper: 1,
  reason: null,
});
const AT_ZERO: Parameter = { ...unknownParameter('at its bound, zero'), estimate: 0 };

describe('what a gain exceeds its placebo by', () => {
  it('has the errors of both, which rest on different outcomes: .10 - .04 +- 1.96 sqrt(.03^2 + .04^2)', () => {
    const { estimate, se, lower, upper } = difference(found(0.1, 0.03), found(0.04, 0.04));
    expect([estimate, se]).toEqual([expect.closeTo(0.06, 12), expect.closeTo(0.05, 12)]);
    expect([lower, upper]).toEqual([expect.closeTo(-0.038, 5), expect.closeTo(0.158, 5)]);
  });

  it('is a number without an interval where one of the two has none, and says which', () => {
    expect(difference(found(0.1, 0.03), AT_ZERO)).toMatchObject({
      estimate: 0.1,
      se: null,
      reason: 'placebo: at its bound, zero',
    });
    expect(difference(AT_ZERO, found(0.1, 0.03))).toMatchObject({
      estimate: -0.1,
      reason: 'at its bound, zero',
    });
  });

  it('is null with the reason of the one that is', () => {
    expect(difference(found(0.1, 0.03), unknownParameter('too few')).reason).toBe('placebo: too few');
    expect(difference(unknownParameter('not fitted'), found(0.1, 0.03))).toMatchObject({
      estimate: null,
      reason: 'not fitted',
    });
  });
});
