import { expect, test } from 'vitest';
import { streams } from '../../../lib/simulation/stream.ts';
import type { Decision } from '../../../lib/trust/decision.ts';
import { EVENT, eventOf, ZONES, zonesByRule } from '../../../lib/trust/friction/event.ts';
import { frictionPanel } from '../../../lib/trust/friction/panel.ts';
import { sequencesOf } from '../../../lib/trust/sequence.ts';
import { roundRow } from '../row.ts';

const decision = (change: Partial<Decision>): Decision => ({
  gap: 0.4,
  move: 0.2,
  button: null,
  cap: null,
  range: null,
  ...change,
});

test.each<[Partial<Decision>, number, string]>([
  [{ button: 'accept', move: 0 }, EVENT.accept, 'the button wins over the weight'],
  [{ button: 'keep', move: 0.4 }, EVENT.keep, 'the button wins over the weight'],
  [{ move: 0 }, EVENT.keep, 'W = 0'],
  [{ move: 0.039 }, EVENT.keep, 'W just below kappa'],
  [{ move: -0.3 }, EVENT.keep, 'W below zero: moved away'],
  [{ move: 0.041 }, EVENT.adjust, 'W just above kappa'],
  [{ move: 0.359 }, EVENT.adjust, 'W just below 1 - kappa'],
  [{ move: 0.361 }, EVENT.accept, 'W just above 1 - kappa'],
  [{ gap: -0.4, move: -0.39 }, EVENT.accept, 'a gap downwards'],
])('%o is event %i: %s', (change, expected) => {
  expect(eventOf(decision(change))).toBe(expected);
});

test('a dismissal is a KEEP, a round that was never answered no event at all: docs/model.md 6.1', () => {
  const responses = ['dismiss', 'none', 'keep', 'accept', 'adjust'] as const;
  const rows = responses.map((response, i) =>
    roundRow({ response, position: i + 1, line: i + 2, chosen: response === 'none' ? 100 : 120 }),
  );
  const scale = { name: 'level', minGap: 1, minGapRule: 'as set' } as const;
  const sequences = sequencesOf(rows, { scale, dropOutcomeOfUnusedRows: false });
  const { kind } = frictionPanel(sequences, { unit: 40, referenceGap: 40 });
  expect([...kind]).toEqual([EVENT.keep, EVENT.none, EVENT.keep, EVENT.accept, EVENT.adjust]);
});

/** Sellers who may not edit by less than .15 of the gap: W ~ N(.5, .3^2), pressed outside (.15, .85). */
const underRule = (count: number): Decision[] => {
  const { normal } = streams(5).next().value;
  return Array.from({ length: count }, () => {
    const w = 0.5 + 0.3 * normal();
    const button = w < 0.15 ? 'keep' : w > 0.85 ? 'accept' : null;
    return decision({ button, move: 0.4 * (button === 'keep' ? 0 : button === 'accept' ? 1 : w) });
  });
};

test('the smallest edit of a rule is found: .163 and .161 for .15 (docs/model.md 6.5)', () => {
  const { keep, accept } = zonesByRule(underRule(4000));
  expect(Math.abs(keep - 0.163)).toBeLessThan(0.01);
  expect(Math.abs(1 - accept - 0.161)).toBeLessThan(0.01);
  expect(eventOf(decision({ move: 0.4 * 0.14 }), { keep, accept })).toBe(EVENT.keep);
});

test('too few adjustments tell no rule', () => {
  expect(zonesByRule(underRule(100))).toBe(ZONES);
  expect(zonesByRule([])).toBe(ZONES);
});
