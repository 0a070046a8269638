import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { likelihoodWithGradient } from '../../../lib/trust/kalman/likelihood.ts';
import { THETA_LENGTH } from '../../../lib/trust/kalman/nested-model.ts';
import { trustPanel } from '../../../lib/trust/kalman/trust-panel.ts';
import { parsePassMessage, passMessage, passMessageSchema } from '../../../lib/trust/reduce/pass-message.ts';
import { passOf, readPoint, sumOfPasses } from '../../../lib/trust/reduce/pass.ts';
import { isSampled } from '../../../lib/trust/reduce/sample.ts';
import { sequencesOf, type Sequence } from '../../../lib/trust/sequence.ts';
import { asymmetric, movedBy } from '../kalman/moving-trust.ts';

const READING = {
  scale: { name: 'level', minGap: 0.02, minGapRule: 'as set' },
  dropOutcomeOfUnusedRows: false,
} as const;
const sequences = sequencesOf(movedBy(asymmetric, 40, 6, 5), READING);
const panelOf = (members: readonly Sequence[]) => trustPanel(members, { unit: 0.35, referenceGap: 0.35 });
const at = Float64Array.of(0.5, 0.2, 0.1, 0.2, 0.05, -1.2, 0.1);
const other = at.map((value) => value * 0.9);

test('is the likelihood with its derivatives', () => {
  const [gradient, expected] = [new Float64Array(THETA_LENGTH), new Float64Array(THETA_LENGTH)];
  const [sums = null] = passOf(panelOf(sequences), [at]).points;
  const value = likelihoodWithGradient(panelOf(sequences))(at, expected);
  expect(Math.abs(readPoint(sums, gradient) - value)).toBeLessThan(1e-12 * Math.abs(value));
  expected.forEach((derivative, j) => {
    expect(Math.abs((gradient[j] ?? 0) - derivative)).toBeLessThan(1e-10 * (1 + Math.abs(derivative)));
  });
});

test('however sellers are split and parts are ordered: the same integers', () => {
  const whole = passOf(panelOf(sequences), [at, other]);
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 5 }), { minLength: sequences.length, maxLength: sequences.length }),
      fc.boolean(),
      (ranges, turned) => {
        const parts = [0, 1, 2, 3, 4, 5].map((range) => {
          const members = sequences.filter((_, i) => ranges[i] === range);
          return passOf(panelOf(turned ? members.toReversed() : members), [at, other]);
        });
        expect(sumOfPasses(turned ? parts.toReversed() : parts)).toEqual(whole);
      },
    ),
    { seed: 3, numRuns: 60 },
  );
});

test('a range without sellers adds nothing', () => {
  const empty = passOf(panelOf([]), [at]);
  expect(empty.points).toEqual([Array.from({ length: THETA_LENGTH + 1 }, () => 0n)]);
  const whole = passOf(panelOf(sequences), [at]);
  expect(sumOfPasses([empty, whole])).toEqual(whole);
});

test('a point without a finite likelihood has none in any sum, beside points that have', () => {
  const wild = at.with(0, Number.NaN);
  const parts = [passOf(panelOf(sequences), [wild, at]), passOf(panelOf([]), [wild, at])];
  const sum = sumOfPasses(parts.map((part) => parsePassMessage(passMessage(part))));
  expect(sum.points[0]).toBeNull();
  expect(readPoint(sum.points[0] ?? null, new Float64Array(THETA_LENGTH))).toBe(-Infinity);
  expect(sum.points[1]).toEqual(parts[0]?.points[1]);
});

test('messages carry every integer, and nothing else is taken for one', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.array(fc.bigInt()))), (points) => {
      const message = JSON.stringify(passMessage({ points }));
      expect(parsePassMessage(JSON.parse(message))).toEqual({ points });
    }),
    { seed: 4 },
  );
  for (const wrong of [{}, { points: [['x']] }, { points: [['0x1']] }, { points: [[1]] }, { points: [['']] }])
    expect(passMessageSchema.safeParse(wrong).success).toBe(false);
});

test('sums want parts of the same points', () => {
  const part = passOf(panelOf(sequences), [at]);
  expect(() => sumOfPasses([])).toThrow(RangeError);
  expect(() => sumOfPasses([part, passOf(panelOf(sequences), [at, other])])).toThrow(RangeError);
});

test('the sample: everybody of few, about a tenth of many, by the id alone', () => {
  const ids = Array.from({ length: 20_000 }, (_, i) => `seller-${i}`);
  expect(ids.slice(0, 2_000).every((id) => isSampled(id, 2_000))).toBe(true);
  const sampled = ids.filter((id) => isSampled(id, ids.length));
  expect(Math.abs(sampled.length - 2_000)).toBeLessThan(4 * Math.sqrt(2_000));
});
