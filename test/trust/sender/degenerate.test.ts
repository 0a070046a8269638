import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import type { Stream } from '../../../lib/simulation/stream.ts';
import type { Sender } from '../../../lib/trust/estimates.ts';
import { roundRow } from '../row.ts';
import { amounts, log, panel, rowsOf } from './panel.ts';

/** Every number finite, every null with a reason. */
function faults(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} is not finite`];
  if (typeof value !== 'object' || value === null) return [];
  const has = value as Record<string, unknown>;
  const silent = 'reason' in has && has['reason'] === null;
  const nulls = Object.keys(has).filter((key) => has[key] === null && key !== 'reason');
  const here = silent ? nulls.map((key) => `${path}.${key} is null without a reason`) : [];
  return [...here, ...Object.entries(has).flatMap(([key, each]) => faults(each, `${path}.${key}`))];
}

const ALL_LOGGED = log({
  platformForecast: 130,
  platformMargin: 2,
  beforeJitter: 138,
  underageCost: 4,
  overageCost: 1,
});

test.each<[string, number, number, (stream: Stream, i: number) => Partial<RoundRow>]>([
  ['one round', 1, 1, () => ({})],
  ['two sellers', 2, 1, (_, i) => ({ outcome: 100 + i })],
  ['all recommendations equal', 30, 3, (stream) => ({ outcome: 100 + 9 * stream.normal() })],
  ['outcomes constant', 30, 3, (stream) => ({ recommended: 100 + 9 * stream.normal() })],
  [
    'every recommendation right',
    30,
    2,
    (stream) => {
      const y = 100 + 9 * stream.normal();
      return { recommended: y, outcome: y };
    },
  ],
  ['no outcome', 30, 3, () => ({ outcome: null })],
  ['no recommendation', 30, 3, () => ({ recommended: null })],
  ['no prior plan', 30, 3, (stream) => ({ priorPlan: null, outcome: 100 + 9 * stream.normal() })],
  ['tiny', 30, 3, (stream) => scaled(stream, 1e-9)],
  ['huge', 30, 3, (stream) => scaled(stream, 1e12)],
  ['as large as numbers go', 30, 3, (stream) => scaled(stream, 1e305)],
  [
    'zeros',
    30,
    3,
    () => ({
      priorPlan: 0,
      recommended: 0,
      chosen: 0,
      outcome: 0,
      sender: log({ platformForecast: 0, beforeJitter: 0, platformMargin: 1e-300 }),
    }),
  ],
  ['negative', 30, 3, (stream) => scaled(stream, -1)],
])('%s: nothing crashes, nothing is invented', (_, sellers, rounds, value) => {
  for (const sender of [null, ALL_LOGGED])
    for (const directions of [{}, { replenishment: 'up' as const }]) {
      const rows = panel(sellers, rounds, (stream, i) => ({ sender, ...value(stream, i) }));
      const found = rowsOf(rows, { directions });
      expect(found.flatMap((each) => faults(each.line).concat(faults(each)))).toEqual([]);
    }
});

function scaled(stream: Stream, size: number): Partial<RoundRow> {
  const { p, m, y } = amounts(stream);
  const on = (value: number): number => size * Math.exp(value);
  return {
    priorPlan: on(p),
    recommended: on(m),
    outcome: on(y),
    chosen: on((p + m) / 2),
    sender: log({ platformForecast: on(m), beforeJitter: on(m + 0.05 * stream.normal()), platformMargin: 1 }),
  };
}

/** The panel in another unit. */
const sizedAt = (size: number): Sender =>
  rowsOf(
    panel(60, 4, (stream) => scaled(stream, size)),
    { directions: { replenishment: 'up' } },
  )[0] as Sender;

test('figures do not depend on the unit of amounts', () => {
  const small = sizedAt(1e-9);
  const large = sizedAt(1e12);
  expect(large.bias.estimate).toBeCloseTo(small.bias.estimate ?? 9, 9);
  expect(large.jitterTrust.estimate).toBeCloseTo(small.jitterTrust.estimate ?? 9, 9);
  expect(large.line.slope.estimate).toBeCloseTo(small.line.slope.estimate ?? 9, 9);
});

const amount = fc.constantFrom(null, 0, 1, 1, 2, -1, 3.7, 100, 101, 1e-9, 1e12, 1e305, -1e305, 5e-324);
const positive = fc.constantFrom(null, 1e-300, 1e-9, 0.5, 1, 4, 1e12, 1e305);
const anyRow = fc.record({
  sellerId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  position: fc.integer({ min: 1, max: 9 }),
  priorPlan: amount,
  priorPlanRepeat: amount,
  recommended: amount,
  chosen: amount,
  outcome: amount,
  lowerBound: amount,
  upperBound: amount,
  sender: fc.record({
    beforeJitter: amount,
    platformForecast: amount,
    platformMargin: positive,
    underageCost: fc.constantFrom(1, 4, 1e-3),
    overageCost: fc.constantFrom(1, 2, 1e3),
  }),
});

test('any values at all: every number finite, every null with a reason', () => {
  fc.assert(
    fc.property(
      fc.array(anyRow, { minLength: 1, maxLength: 60 }),
      fc.constantFrom('auto' as const, 'level' as const, 'log' as const),
      fc.constantFrom({}, { replenishment: 'up' as const }, { replenishment: 'down' as const }),
      (drawn, scale, directions) => {
        const rows = drawn.map((each, line) => roundRow(Object.assign({ line }, each)));
        expect(rowsOf(rows, { scale, directions }).flatMap((each) => faults(each))).toEqual([]);
      },
    ),
    { seed: 5, numRuns: 600 },
  );
});
