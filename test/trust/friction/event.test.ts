import { expect, test } from 'vitest';
import type { Decision } from '../../../lib/trust/decision.ts';
import { EVENT, eventOf } from '../../../lib/trust/friction/event.ts';

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
