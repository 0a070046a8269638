import { describe, expect, it, test } from 'vitest';
import { addDays, type Instant } from '../../../lib/domain/instant.ts';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import { statesSeenBy } from '../../../lib/trust/evolution/since-cells.ts';
import { sequencesOf } from '../../../lib/trust/sequence.ts';
import { roundRow } from '../row.ts';
import { dated, estimatesOf, MONDAY, moving, reportAfter, week, type Panel } from './moving.ts';

const PANEL: Panel = { sellers: 40, rounds: 10, se: 0.1, gain: 0.1, loss: 0.2, q: 0.03, seed: 1 };
const CUT = 6; // rounds that the report before has seen
const { rows, moved } = moving({ ...PANEL, seed: 5 });
const weekly = rows.map(dated);
const truthSince = (from: number, of = moved): number =>
  of.reduce((sum, { path }) => sum + (path.at(-1) ?? 0) - (path[from] ?? 0), 0) / of.length;

describe('change of trust since the report before', () => {
  const { since } = estimatesOf(weekly, reportAfter(CUT));

  it('is that of the same sellers from what they had seen by its cut until now', () => {
    const { estimate, lower, upper, anytime, n } = since?.overall ?? {};
    expect(n).toBe(40);
    expect(Math.abs((estimate ?? 9) - truthSince(CUT))).toBeLessThan(0.03);
    expect(lower).toBeLessThan(truthSince(CUT));
    expect(upper).toBeGreaterThan(truthSince(CUT));
    expect(anytime?.lower).toBeLessThan(lower ?? -9);
    expect(since?.byRecommender['replenishment']).toEqual(since?.overall);
    expect(since?.report).toEqual(reportAfter(CUT).since);
  });

  it('counts newcomers apart', () => {
    const late = weekly.filter(
      ({ sellerId, position }) => sellerId >= 's0010' || position > Date.parse(week(8)),
    );
    const { overall, newcomers } = estimatesOf(late, reportAfter(CUT)).since ?? {};
    expect([overall?.n, newcomers]).toEqual([30, 10]);
  });

  it('however sellers are split: the same digits', () => {
    for (const split of [2, 7, 40])
      expect(JSON.stringify(estimatesOf(weekly, reportAfter(CUT), split).since)).toBe(JSON.stringify(since));
  });
});

test('intervals hold what was planted: bench/change.ts since, reduced', () => {
  let held = 0;
  for (let run = 0; run < 40; run++) {
    const panel = moving({ ...PANEL, seed: 300 + run });
    const { overall } = estimatesOf(panel.rows.map(dated), reportAfter(CUT)).since ?? {};
    const truth = truthSince(CUT, panel.moved);
    held += Number((overall?.lower ?? 9) <= truth && truth <= (overall?.upper ?? -9));
  }
  expect(held).toBeGreaterThanOrEqual(34); // at 95 %, fewer than 34 of 40 have a probability of .003
});

const told = (of: readonly RoundRow[], settings: Parameters<typeof estimatesOf>[1]) =>
  estimatesOf(of, settings).since?.overall;

describe('null with the reason', () => {
  it('there is no report before', () => {
    const { since, reasons } = estimatesOf(weekly);
    expect([since, reasons['since']]).toEqual([null, 'there is no report before this one']);
  });

  it('nobody saw anything since: the cut is after all rounds', () => {
    expect(told(weekly, reportAfter(12))).toMatchObject({
      estimate: null,
      n: 40,
      reason: expect.stringMatching(/^nobody saw an outcome since the report before/) as string,
      anytime: { lower: null, upper: null },
    });
  });

  it('nobody had decided: the cut is before all rounds', () => {
    expect(told(weekly, reportAfter(-2))).toMatchObject({
      estimate: null,
      n: 0,
      reason: expect.stringMatching(/nobody.*had decided/) as string,
    });
  });

  it('rounds are only numbered', () => {
    expect(told(rows, reportAfter(CUT))).toMatchObject({
      estimate: null,
      n: 0,
      reason: expect.stringMatching(/only numbered/) as string,
    });
  });

  it('one seller, and nobody', () => {
    const one = weekly.filter(({ sellerId }) => sellerId === 's0000');
    expect(told(one, reportAfter(CUT))?.estimate).toBeNull();
    expect(told([], reportAfter(CUT))).toMatchObject({ estimate: null, n: 0 });
  });

  it('outcomes that the sellers did not see move nothing', () => {
    const blind = weekly.map((row) => Object.assign({ ...row }, { outcomeSeen: false }));
    expect(told(blind, reportAfter(CUT))).toMatchObject({
      estimate: null,
      n: 40,
      reason: expect.stringMatching(/^nobody saw/) as string,
    });
  });
});

const at = (days: number): Instant => addDays(MONDAY, days);

describe('what was seen by a cut', () => {
  const SCALE = { name: 'level', minGap: 1e-9, minGapRule: 'as set' } as const;
  const [sequence] = sequencesOf(
    [0, 7, 14].map((day, i) =>
      roundRow({
        line: i + 2,
        askedAt: at(day),
        position: Date.parse(at(day)),
        outcome: 105,
        outcomeSeenPosition: i === 2 ? null : Date.parse(at(day + 5)), // the last right after its own round
      }),
    ),
    { scale: SCALE, dropOutcomeOfUnusedRows: false },
  );

  it.each([
    [-1, 0],
    [0, 0], // decided, but how it turned out is seen five days later
    [4.9, 0],
    [5, 1], // seen
    [11, 1],
    [12, 2],
    [13.9, 2],
    [14, 3],
  ])('day %d: %d outcomes', (day, states) => {
    if (sequence === undefined) throw new RangeError('no sequence');
    expect(statesSeenBy(sequence, at(day))).toBe(states);
  });
});
