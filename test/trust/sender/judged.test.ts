import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Quantity } from '../../../lib/trust/quantity-schema.ts';
import { biasOf, meanFidelityOf } from '../../../lib/trust/sender/bias.ts';
import type { JudgedRound } from '../../../lib/trust/sender/judged-round.ts';
import { mincerZarnowitz } from '../../../lib/trust/sender/mincer-zarnowitz.ts';
import { skillOf } from '../../../lib/trust/sender/skill.ts';

/** reference/sender.py. */
const reference: Record<string, number[]> = JSON.parse(readFileSync('reference/out/sender.json', 'utf8'));

const sellers: JudgedRound[][] = Array.from({ length: 12 }, (_, i) =>
  Array.from({ length: 1 + (i % 5) }, (_round, k) => ({
    m: Math.sin(3 * i + k) + 0.3,
    y: 0.9 * Math.sin(3 * i + k) + 0.2 * Math.cos(7 * i + 2 * k) + 0.1 * Math.sin(5 * i),
    p: Math.sin(3 * i + k) + 0.5 * Math.cos(4 * i + k),
    r: null,
  })),
);
const pair = ({ estimate, se }: Quantity): (number | null)[] => [estimate, se ?? null];
const near = (values: readonly number[] | undefined): unknown[] =>
  (values ?? []).map((value) => expect.closeTo(value, 10));

describe('against numpy', () => {
  test('bias', () => {
    expect(pair(biasOf(sellers))).toEqual(near(reference['bias']));
  });
  test('Mincer-Zarnowitz', () => {
    const { intercept, slope, wald, p } = mincerZarnowitz(sellers);
    expect(pair(intercept)).toEqual(near(reference['intercept']));
    expect(pair(slope)).toEqual(near(reference['slope']));
    expect([wald, p]).toEqual(near(reference['wald']));
  });
  test('skill', () => {
    expect(pair(skillOf(sellers))).toEqual(near(reference['skill']));
  });
});

test('what cannot be told is null with a reason', () => {
  for (const nothing of [biasOf([]), skillOf([]), meanFidelityOf(sellers), mincerZarnowitz([[]]).slope]) {
    expect(nothing.estimate).toBeNull();
    expect(nothing.reason).toBeTruthy();
  }
  expect(mincerZarnowitz([]).p).toBeNull();
  expect(skillOf([[{ m: 1, y: 2, p: 2, r: -1 }]]).reason).toContain('right to begin with');
});

test('a perfect recommender has no bias, skill 1, and a line that is the diagonal', () => {
  const perfect = sellers.map((rounds) => rounds.map((round) => ({ ...round, m: round.y, r: 1 })));
  expect(biasOf(perfect).estimate).toBe(0);
  expect(skillOf(perfect).estimate).toBe(1);
  expect(meanFidelityOf(perfect).estimate).toBe(1);
  expect(mincerZarnowitz(perfect).slope.estimate).toBeCloseTo(1, 12);
});
