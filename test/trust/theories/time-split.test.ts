import { describe, expect, test } from 'vitest';
import { evidenceOf, laterBy, laterEvents } from '../../../lib/trust/theories/evidence.ts';
import { moveKit } from '../../../lib/trust/theories/moves/move-kit.ts';
import { sellersAt } from '../../../lib/trust/theories/sellers.ts';
import { earlyPart } from '../../../lib/trust/theories/timeline-cut.ts';
import type { Decision } from '../../../lib/trust/decision.ts';
import { sequenceOf } from './drawn.ts';

const decision = (gap: number, move: number): Decision => ({
  gap,
  move,
  button: null,
  cap: null,
  range: null,
});
const some = (count: number): Decision[] => Array.from({ length: count }, () => decision(1, 0.5));

const lengths = (...sequences: Parameters<typeof earlyPart>[0]): number[] =>
  earlyPart(sequences).map(({ steps }) => steps.length);

describe('the first 70 % of a seller’s decisions', () => {
  test('7 of 10', () => expect(lengths(sequenceOf('a', 'up', some(10)))).toEqual([7]));
  test('a single decision is early', () => expect(lengths(sequenceOf('a', 'up', some(1)))).toEqual([1]));
  test('over all her recommenders, in time: one that came late is left without a decision', () =>
    expect(lengths(sequenceOf('a', 'down', some(3), 8), sequenceOf('a', 'up', some(7)))).toEqual([0, 7]));
  test('every seller has a timeline of her own', () =>
    expect(lengths(sequenceOf('a', 'up', some(10)), sequenceOf('b', 'up', some(4)))).toEqual([7, 3]));
});

test('later decisions are scored by the trust learned from the earlier ones', () => {
  const moves = [0.4, 0.7, 0.5, 0.9, 0.3, 0.8, 0.6, 0.2, 0.5, 0.7];
  const sequence = sequenceOf(
    'a',
    'up',
    moves.map((move, k) => decision(1 + k / 10, move)),
  );
  const directions = { unknown: [], candidates: [new Map([['up', 1 as const]])] };
  const evidence = evidenceOf(moveKit, [sequence], { unit: 1, referenceGap: 1 }, 0.02, () => directions);
  const [mu0, tau0, s] = [0.4, 0.3, 0.2];
  const theta = [mu0, tau0, 0, Math.log(s)];
  let [mean, variance, expected] = [mu0, tau0 ** 2, 0]; // of trust, as decisions come in
  moves.forEach((move, k) => {
    const g = 1 + k / 10;
    const S = g * g * variance + s * s;
    if (k >= 7) expected -= 0.5 * (Math.log(2 * Math.PI * S) + (move - mean * g) ** 2 / S);
    const gain = (variance * g) / S;
    mean += gain * (move - mean * g);
    variance *= 1 - gain * g;
  });
  const [score = Number.NaN] = laterBy(evidence, (part) => sellersAt(part, 'TE', theta, new Map()));
  expect(score).toBeCloseTo(expected, 10);
  expect([...laterEvents(evidence)]).toEqual([3]);
});
