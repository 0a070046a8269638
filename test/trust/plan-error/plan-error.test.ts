import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import { streams, type Stream } from '../../../lib/simulation/stream.ts';
import { planErrorOf, type PlanError } from '../../../lib/trust/plan-error/plan-error.ts';
import { trustWithoutPlanError } from '../../../lib/trust/plan-error/corrected-trust.ts';
import { quantity, unknownQuantity } from '../../../lib/trust/quantity.ts';
import { sequencesOf } from '../../../lib/trust/sequence.ts';
import { roundRow } from '../row.ts';

/** reference/sender.py. */
const reference: Record<string, number[]> = JSON.parse(readFileSync('reference/out/sender.json', 'utf8'));

function errorOf(rows: readonly RoundRow[]): PlanError {
  const scale = { name: 'level', minGap: 1e-9, minGapRule: '' } as const;
  return planErrorOf(sequencesOf(rows, { scale, dropOutcomeOfUnusedRows: false }), 'level');
}

const rowsOf = (
  sellers: number,
  rounds: (i: number) => number,
  value: (i: number, k: number) => Partial<RoundRow>,
): RoundRow[] =>
  Array.from({ length: sellers }, (_, i) =>
    Array.from({ length: rounds(i) }, (_round, k) =>
      roundRow({ sellerId: `s${i}`, line: k + 2, position: k, ...value(i, k) }),
    ),
  ).flat();

test('against numpy: error, reliability and their clustered standard errors', () => {
  const { variance, gapReliability } = errorOf(
    rowsOf(
      12,
      (i) => 1 + (i % 5),
      (i, k) => {
        const priorPlan = Math.sin(3 * i + k) + 0.5 * Math.cos(4 * i + k);
        return {
          recommended: Math.sin(3 * i + k) + 0.3,
          priorPlan,
          chosen: priorPlan,
          priorPlanRepeat: i % 3 === 0 ? priorPlan + 0.3 * Math.cos(9 * i + 5 * k) : null,
        };
      },
    ),
  );
  const found = [variance.estimate, variance.se, gapReliability.estimate, gapReliability.se];
  expect(found).toEqual((reference['planError'] ?? []).map((value) => expect.closeTo(value, 10)));
  expect(variance.n).toBe(4);
});

const fitted = (planError: PlanError, estimator: 'kf' | 'qd-adf' = 'kf') =>
  ({ planError, dynamics: [{ segment: 'all', estimator }] }) as unknown as Parameters<
    typeof trustWithoutPlanError
  >[1];

/** 60 sellers, 4 rounds each: the slope of moves on gaps, and what is left of it without the error of plans. */
function replication(stream: Stream): boolean {
  const rows = rowsOf(
    60,
    () => 4,
    () => {
      const [p, gap] = [stream.normal(), 0.5 * stream.normal()];
      const [noted, again] = [p + 0.2 * stream.normal(), p + 0.2 * stream.normal()];
      return {
        recommended: p + gap,
        chosen: p + 0.5 * gap + 0.05 * stream.normal(),
        priorPlan: noted,
        priorPlanRepeat: again,
      };
    },
  );
  const [gd, gg] = [0, 1].map((which) =>
    rows.reduce((sum, { priorPlan, recommended, chosen }) => {
      const [p, m, a] = [priorPlan ?? 0, recommended ?? 0, chosen ?? 0];
      return sum + (m - p) * (which === 0 ? a - p : m - p);
    }, 0),
  ) as [number, number];
  const residual = rows.reduce((sum, { priorPlan, recommended, chosen }) => {
    const [p, m, a] = [priorPlan ?? 0, recommended ?? 0, chosen ?? 0];
    return sum + (a - p - (gd / gg) * (m - p)) ** 2;
  }, 0);
  const trust = quantity(gd / gg, Math.sqrt(residual / (rows.length - 1) / gg), 60);
  const { lower, upper } = trustWithoutPlanError(trust, fitted(errorOf(rows)));
  return lower !== null && upper !== null && lower < 0.5 && upper > 0.5;
}

test('the interval of corrected trust covers: 400 replications', () => {
  const each = streams(31);
  const covered = Array.from({ length: 400 }, () => replication(each.next().value)).filter(Boolean).length;
  console.log(`corrected trust: ${(covered / 4).toFixed(1)} % of 95 % intervals hold .5`);
  expect(covered / 400).toBeGreaterThan(0.92);
  expect(covered / 400).toBeLessThan(0.985);
});

test('what cannot be told is null with the reason', () => {
  const once = errorOf(
    rowsOf(
      30,
      () => 2,
      () => ({}),
    ),
  );
  expect(once.variance).toMatchObject({
    estimate: null,
    reason: expect.stringContaining('prior_plan_repeat'),
  });
  const one = errorOf(
    rowsOf(
      1,
      () => 3,
      (_, k) => ({ priorPlanRepeat: 100 + k }),
    ),
  );
  expect(one.gapReliability).toMatchObject({ se: null, reason: expect.stringContaining('one seller') });
  const wild = errorOf(
    rowsOf(
      30,
      () => 2,
      (i) => ({ priorPlanRepeat: i % 2 === 0 ? -500 : 700 }),
    ),
  );
  expect(wild.gapReliability).toMatchObject({
    estimate: null,
    reason: expect.stringContaining('as much as'),
  });
  const undecided = errorOf(
    rowsOf(
      30,
      () => 2,
      () => ({ chosen: null, priorPlanRepeat: 101 }),
    ),
  );
  expect(undecided.gapReliability.reason).toBe('no usable decision');

  const trust = quantity(0.6, 0.02, 30, [0, 1]);
  const exactly = errorOf(
    rowsOf(
      30,
      () => 2,
      () => ({ priorPlanRepeat: 100 }),
    ),
  );
  expect(trustWithoutPlanError(trust, fitted(exactly))).toMatchObject({ estimate: 0.6, se: 0.02 });
  expect(trustWithoutPlanError(trust, fitted(once)).reason).toContain('prior_plan_repeat');
  expect(trustWithoutPlanError(trust, fitted(exactly, 'qd-adf')).reason).toContain('buttons');
  expect(trustWithoutPlanError(unknownQuantity('no decision'), fitted(exactly)).reason).toBe('no decision');
});

test('any values at all: every number finite, every null with a reason', () => {
  const amount = fc.constantFrom(null, 0, 1, 2, -1, 100, 101, 1e-9, 1e12, 1e305, -1e305);
  const row = fc.record({
    sellerId: fc.constantFrom('a', 'b', 'c'),
    position: fc.integer({ min: 1, max: 9 }),
    priorPlan: amount,
    priorPlanRepeat: amount,
    recommended: amount,
    chosen: amount,
  });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (drawn) => {
      const found = errorOf(drawn.map((each, line) => roundRow(Object.assign({ line }, each))));
      const corrected = trustWithoutPlanError(quantity(0.6, 0.02, 30), fitted(found));
      for (const { estimate, se, lower, reason } of [found.variance, found.gapReliability, corrected]) {
        for (const value of [estimate, se, lower])
          expect(value === null || Number.isFinite(value)).toBe(true);
        expect(reason !== null || (estimate !== null && se !== null)).toBe(true);
      }
    }),
    { seed: 6, numRuns: 500 },
  );
});
