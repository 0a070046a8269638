import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrationSentence, deservedWord } from '../../lib/report/calibration-words.ts';
import { digestOf } from '../../lib/report/digest.ts';
import { movementAnswer } from '../../lib/report/movement-words.ts';
import { inUnit, moneyUnit } from '../../lib/report/money-unit.ts';
import { directionOf, movements, whyUntold } from '../../lib/report/movement.ts';
import { sinceSentences } from '../../lib/report/since-words.ts';
import { amount, asRead, digitsOf, moreBelow, number, signed } from '../../lib/report/wording.ts';
import type { Repeated } from '../../lib/trust/quantity-schema.ts';
import { parseInstant, type Instant } from '../../lib/domain/instant.ts';
import { estimates as golden } from './fixture.ts';
import { afterAReport, large, repeated, SINCE } from './marketplaces.ts';

const between = (lower: number, upper: number): Repeated => {
  const middle = repeated((lower + upper) / 2, (upper - lower) / 2);
  return { ...middle, anytime: { lower, upper, reason: null } };
};

describe('numbers in words', () => {
  it.each([
    ['5570 of 6600 rounds', '5\u202f570 of 6\u202f600 rounds'],
    ['a decision, -0.09 (-0.25 to 0.07)', 'a decision, \u22120.09 (\u22120.25 to 0.07)'],
    [
      'level-k (shop-2, 4711), held-out 2026-11-22, 2026-W46',
      'level-k (shop-2, 4711), held-out 2026-11-22, 2026-W46',
    ],
    ['0.1 % of decisions, 10.0 %', '0.1\u00a0% of decisions, 10.0\u00a0%'],
    ['the median of 0.12345 of the range', 'the median of 0.12345 of the range'],
  ])('of the estimates, %s: %s', (words, read) => {
    expect(asRead(words)).toBe(read);
  });

  it.each([
    [-0.0001, 2, '0.00', '0.00'],
    [0.0001, 2, '0.00', '0.00'],
    [-0.005, 2, '\u22120.01', '\u22120.01'],
    [-0.0042, 3, '\u22120.004', '\u22120.004'],
    [0.25, 1, '0.3', '+0.3'],
  ])('%d with %d digits: %s, and as a change %s', (value, digits, plain, change) => {
    expect([number(value, digits), signed(value, digits)]).toEqual([plain, change]);
  });

  it.each([
    [-0.03, -0.01, 2],
    [0.001, 0.02, 3],
    [-0.02, -0.0004, 4],
    [-0.001, 0.003, 3],
    [-0.001, 0.02, 2],
    [0, 0, 4],
    [1e-9, 2e-9, 4],
  ])('a change of %d to %d has %d digits', (lower, upper, digits) => {
    expect(digitsOf({ lower, upper })).toBe(digits);
  });

  it('a bound that is told apart from zero never reads as zero, down to half of a ten thousandth', () => {
    const size = fc.double({ min: 0.0000501, max: 1, noNaN: true });
    fc.assert(
      fc.property(size, size, fc.boolean(), (a, b, isFall) => {
        const [near, far] = [Math.min(a, b), Math.max(a, b)];
        const bounds = isFall ? { lower: -far, upper: -near } : { lower: near, upper: far };
        const told = signed(isFall ? bounds.upper : bounds.lower, digitsOf(bounds));
        expect(told).toMatch(isFall ? /^\u2212.*[1-9]/ : /^\+.*[1-9]/);
      }),
      { seed: 4, numRuns: 1000 },
    );
  });

  it('a change too small for two digits is told with more, on the page and in the subject of the mail', () => {
    const small = { ...repeated(-0.0032, 0.0012), n: 4000 };
    const estimates = afterAReport({ ...SINCE, overall: small });
    expect(sinceSentences(estimates)[0]).toMatch(/trust fell, .*: −0\.003 \(−0\.004 to −0\.002; n 4.000\)/);
    const at = { period: '2026-W47', asOf: parseInstant('2026-11-22T12:00:00Z') as Instant };
    const alarm = { states: [], raised: [], cleared: [], ended: [] };
    const { digest } = digestOf({ estimates, marketplace: 'Shop', at, alarm, comparison: null });
    expect(digest.subject).toBe('Shop: Trust fell by 0.003 since 2026-W46');
  });
});

describe('trust against what is deserved', () => {
  it.each([
    [-0.05, 0.05, 'about as deserved'],
    [-0.051, 0.04, 'not told apart from what is deserved'],
    [-0.04, 0.051, 'not told apart from what is deserved'],
    [0.01, 0.04, 'about as deserved'],
    [0.01, 0.06, 'higher than deserved'],
    [-0.12, -0.01, 'lower than deserved'],
    [0, 0.2, 'not told apart from what is deserved'],
  ])('a gap of %d to %d: %s', (lower, upper, word) => {
    expect(deservedWord(between(lower, upper))).toBe(word);
  });

  it('without an interval that holds at all looks nothing is claimed', () => {
    const gap = repeated(0.3, 0.01);
    expect(deservedWord({ ...gap, anytime: { lower: null, upper: null, reason: 'too few' } })).toBe(
      'not told apart from what is deserved',
    );
  });
});

describe('of four recommenders', () => {
  const estimates = large(4);

  it('the first screen tells the two furthest, and that the others stand below', () => {
    expect(calibrationSentence(estimates, 2)).toMatch(
      /in [a-z]+ it is .* The 2 other recommenders stand below\.$/i,
    );
    expect(calibrationSentence(estimates, 3)).toMatch(/ The other recommender stands below\.$/);
    expect(calibrationSentence(estimates)).not.toContain('stand below');
    const moved = movementAnswer(movements(estimates), 2);
    expect(moved).toHaveLength(2);
    expect(moved[1]).toMatch(/ The 2 other recommenders stand below\.$/);
  });

  it('nothing stands below where all are told', () => {
    expect([moreBelow(0), moreBelow(-3), moreBelow(-Infinity)]).toEqual(['', '', '']);
  });
});

describe('money', () => {
  it.each([
    [0, '0'],
    [0.2, '0.2'],
    [0.004, '0.004'],
    [25_000_000, '25\u202f000\u202f000'],
    [-13_146.064, '\u221213\u202f146'],
    [0.000_012_34, '0.0000123'],
  ])('%d is told as %s', (value, told) => {
    expect(amount(value)).toBe(told);
  });

  it.each([
    [0.06, 0.18, 'unit of money', ['0.120', '0.060', '0.180']],
    [0.000_008, 0.000_016, 'thousand units of money', ['0.01200', '0.00800', '0.01600']],
    [2e-8, 6e-8, 'million units of money', ['0.0400', '0.0200', '0.0600']],
    [10_000, 20_000, 'unit of money', ['15\u202f000', '10\u202f000', '20\u202f000']],
  ] as const)('of trust from %d to %d is told per %s', (lower, upper, words, told) => {
    const [row] = golden().investments;
    if (row === undefined) throw new RangeError('no investment');
    const valuePerCost = { estimate: (lower + upper) / 2, lower, upper };
    const unit = moneyUnit([{ ...row, valuePerCost }]);
    expect(unit.words).toBe(words);
    expect(inUnit(valuePerCost, unit)).toEqual(told);
  });
});

it('an interval in which every change there can be lies tells no direction', () => {
  expect(directionOf(between(-64, 61))).toBe('cannot tell');
  expect(directionOf(between(-0.4, 0.9))).toBe('none');
  expect(whyUntold(between(-64, 61))).toBe('every change there can be lies in its interval');
});
