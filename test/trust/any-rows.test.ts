import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnalysisSettings } from '../../lib/trust/settings.ts';
import { roundRow } from './row.ts';
import { faults, panel, wholeWay } from './whole-way.ts';

const value = fc.option(
  fc.oneof(
    fc.constantFrom(0, 1e-9, 1e12, -1e12, 1, 100, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE),
    fc.double({ min: -1e3, max: 1e3, noNaN: true }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  ),
  { freq: 6, nil: null },
);
const cost = fc.constantFrom(1e-9, 1, 4, 1e12);
const sender = fc
  .record({
    beforeJitter: value,
    platformForecast: value,
    platformMargin: fc.option(cost),
    costs: fc.option(cost),
  })
  .map(({ costs, ...log }) =>
    Object.assign({}, log, { underageCost: costs, overageCost: costs === null ? null : 1 }),
  );
const row = fc.record({
  sellerId: fc.nat({ max: 40 }).map((i) => `s${i}`),
  recommender: fc.constantFrom('a', 'all', 'constructor'),
  position: fc.nat({ max: 20 }),
  priorPlan: value,
  priorPlanRepeat: value,
  recommended: value,
  chosen: value,
  outcome: value,
  lowerBound: value,
  upperBound: value,
  trustRating: fc.option(fc.integer({ min: 1, max: 7 }), { nil: null }),
  outcomeSeen: fc.boolean(),
  outcomeSeenPosition: fc.option(fc.nat({ max: 25 }), { nil: null }),
  outcomeLog: fc.option(
    fc.record({ censored: fc.boolean(), fidelity: fc.option(fc.constantFrom(-1, -0.3, 0, 1)) }),
  ),
  sender: fc.option(sender),
  response: fc.constantFrom(null, 'accept', 'keep', 'adjust', 'dismiss', 'none'),
});

test('any rows at all: no crash, no NaN, nulls with reasons', () => {
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 200, size: 'max' }),
      fc.constantFrom<AnalysisSettings['scale']>('auto', 'log', 'level'),
      fc.option(fc.constantFrom(1e-6, 1), { nil: null }),
      (changes, scale, minGap) => {
        const rows = changes.map((change, i) => roundRow({ ...change, line: i + 2 }));
        expect(faults(wholeWay(rows, { scale, minGap }))).toEqual([]);
      },
    ),
    { seed: 9, numRuns: 60, endOnFailure: true },
  );
});

const wobble = (k: number): number => ((k * 7919) % 97) / 97 - 0.5;

/** Small panels that are ordinary but for one thing. */
const small = fc.record({
  sellers: fc.constantFrom(1, 2, 19, 20, 24),
  rounds: fc.integer({ min: 1, max: 9 }),
  weight: fc.constantFrom(-1, 0, 0.3, 1, 2),
  noise: fc.constantFrom(0, 1e-9, 5, 500),
  buttons: fc.constantFrom(0, 0.2, 1),
  recommenders: fc.constantFrom(1, 2, 6),
  unit: fc.constantFrom(1e-9, 1, 1e12),
});

test('small panels: nothing breaks, and the order of lines changes nothing', () => {
  fc.assert(
    fc.property(small, fc.integer({ min: 1, max: 96 }), ({ unit, ...design }, seed) => {
      const rows = panel(design.sellers, design.rounds, (i, t) => {
        const k = seed + i * 16 + t;
        const priorPlan = 100 + 40 * wobble(k);
        const recommended = 100 + 60 * wobble(3 * k + 1);
        const adjusted = priorPlan + design.weight * (recommended - priorPlan) + design.noise * wobble(5 * k);
        const pressed = 0.5 + wobble(7 * k) < design.buttons;
        const chosen = pressed ? (k % 2 === 0 ? priorPlan : recommended) : adjusted;
        return {
          recommender: `r${(i + t) % design.recommenders}`,
          priorPlan: unit * priorPlan,
          recommended: unit * recommended,
          chosen: unit * chosen,
          outcome: k % 5 === 0 ? null : unit * (100 + 50 * wobble(11 * k)),
        };
      });
      const result = wholeWay(rows);
      expect(faults(result)).toEqual([]);
      const other = rows.toReversed().map((each, k) => Object.assign({}, each, { line: k + 2 }));
      expect(wholeWay(other).published).toBe(result.published);
    }),
    { seed: 10, numRuns: 10, endOnFailure: true },
  );
});

test('a seller with 5,000 rounds beside 22 with 5', () => {
  const long = panel(1, 5000, (_i, t) => ({
    sellerId: 'long',
    recommended: 140 + 60 * wobble(t),
    chosen: 118 + 30 * wobble(5 * t + 1),
    outcome: 130 + 50 * wobble(11 * t),
  }));
  const others = panel(22, 5, (i, t) => ({
    recommended: 140 + 60 * wobble(i + t),
    chosen: 118 + 30 * wobble(i * 5 + t),
  }));
  const result = wholeWay([...long, ...others], { scale: 'level' });
  expect(faults(result)).toEqual([]);
  expect(result.sellers.filter(({ trust }) => trust !== null)).toHaveLength(23);
  expect(result.sellers.find(({ sellerId }) => sellerId === 'long')?.rounds).toBe(5000);
});
