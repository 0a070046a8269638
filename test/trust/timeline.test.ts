import { describe, expect, test } from 'vitest';
import { decisionOf, type Decision } from '../../lib/trust/decision.ts';
import { fidelity } from '../../lib/trust/fidelity.ts';
import { isoWeek, comparePeriods } from '../../lib/trust/period.ts';
import { chooseScale, type Scale } from '../../lib/trust/scale.ts';
import { sequencesOf, type Sequence } from '../../lib/trust/sequence.ts';
import { countUsable } from '../../lib/trust/usable.ts';
import { toInstant } from '../../lib/domain/instant.ts';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { roundRow } from './row.ts';
import { settingsOf } from './settings.ts';

const LEVEL: Scale = { name: 'level', minGap: 2, minGapRule: 'as set' };
const READING = { scale: LEVEL, dropOutcomeOfUnusedRows: false };

const name = (of: Sequence | undefined, round: number | null): string =>
  round === null ? '' : String(of?.rounds[round]?.row.position ?? '?');

/** Steps in short: D3 decides round 3, O3 sees its outcome, D3O3 both at once. */
function story(rows: readonly RoundRow[], change: Partial<typeof READING> = {}): string {
  const [sequence] = sequencesOf(rows, { ...READING, ...change });
  return (sequence?.steps ?? [])
    .map(({ round, outcomeRound }) =>
      [
        round === null ? '' : 'D',
        name(sequence, round),
        outcomeRound === null ? '' : 'O',
        name(sequence, outcomeRound),
      ].join(''),
    )
    .join(' ');
}
const at = (position: number, change: Partial<RoundRow> = {}): RoundRow =>
  roundRow({ position, line: position + 1, ...change });

describe('timelines', () => {
  test('outcomes are seen right after their own round, unless said otherwise', () => {
    expect(story([at(1), at(2), at(3)])).toBe('D1O1 D2O2 D3O3');
    expect(story([at(1, { outcomeSeenPosition: 2.5 }), at(2), at(3)])).toBe('D1 D2O2 O1 D3O3');
    expect(story([at(1, { outcomeSeenPosition: 2.5 }), at(2, { outcome: null }), at(3)])).toBe(
      'D1 D2O1 D3O3',
    );
  });
  test('an outcome seen at the instant of a later round comes before that decision', () =>
    expect(story([at(1, { outcomeSeenPosition: 2 }), at(2, { outcome: null })])).toBe('D1O1 D2'));
  test('an outcome cannot be seen before its own decision', () =>
    expect(story([at(1, { outcome: null }), at(2, { outcomeSeenPosition: 0 })])).toBe('D1 D2O2'));
  test('a small gap is no decision, but its outcome is seen', () => {
    expect(story([at(1), at(2, { recommended: 101 }), at(3)])).toBe('D1O1 O2 D3O3');
    expect(story([at(1), at(2, { recommended: 101 })], { dropOutcomeOfUnusedRows: true })).toBe('D1O1');
  });
  test('none is never a decision', () => expect(story([at(1, { response: 'none' }), at(2)])).toBe('O1 D2O2'));
  test('an outcome that was not shown moves nothing', () =>
    expect(story([at(1, { outcomeSeen: false }), at(2)])).toBe('D1 D2O2'));
  test('each recommender has its own sequence; the order of rows does not matter', () => {
    const rows = [at(2, { recommender: 'b' }), at(3), at(1), at(1, { sellerId: 's0' })];
    const names = sequencesOf(rows, READING).map(({ sellerId, recommender }) => `${sellerId} ${recommender}`);
    expect(names).toEqual(['s0 replenishment', 's1 b', 's1 replenishment']);
    expect(story(rows.slice(1, 3))).toBe('D1O1 D3O3');
  });
});

const decision = (change: Partial<RoundRow>, scale = LEVEL): Decision | string =>
  decisionOf(roundRow(change), scale);

describe('decisions', () => {
  test.each<[Partial<RoundRow>, Partial<Decision>]>([
    [{}, { gap: 40, move: 20, button: null }],
    [{ chosen: 140 }, { move: 40, button: 'accept' }],
    [{ chosen: 100.00001 }, { button: 'keep' }],
    [{ chosen: 100.001 }, { button: null }],
    [
      { response: 'accept', chosen: null },
      { move: 40, button: 'accept' },
    ],
    [
      { response: 'dismiss', chosen: null },
      { move: 0, button: 'keep' },
    ],
    [
      { response: 'adjust', chosen: 140 },
      { move: 40, button: null },
    ],
    [
      { lowerBound: 0, upperBound: 140 },
      { cap: 'upper', range: 140 },
    ],
    [
      { lowerBound: 0, upperBound: 141 },
      { cap: null, range: 141 },
    ],
  ])('%o', (change, expected) => expect(decision(change)).toMatchObject(expected));
  test.each<[Partial<RoundRow>, string]>([
    [{ priorPlan: null }, 'no prior plan'],
    [{ recommended: null }, 'no recommended value'],
    [{ chosen: null }, 'no chosen value'],
    [{ response: 'none' }, 'never answered (response none)'],
    [{ recommended: 101.9 }, 'gap below the smallest usable gap'],
  ])('%o: %s', (change, reason) => expect(decision(change)).toBe(reason));
  test('what is not positive has no logarithm', () =>
    expect(decision({ priorPlan: 0 }, { ...LEVEL, name: 'log' })).toContain('not positive'));
});

test('fidelity: examples of docs/model.md 6.2, and both right', () => {
  expect(fidelity(80, 100, 110)).toBe(0.5);
  expect(fidelity(100, 80, 110)).toBe(-0.5);
  expect(fidelity(100, 100, 100)).toBe(0);
});

const choose = (rows: RoundRow[], change = {}): Scale => chooseScale(rows, settingsOf(change));

describe('scale', () => {
  test('log when all is positive and outcomes span more than a factor 3', () => {
    expect(choose([roundRow({ outcome: 50 }), roundRow({ outcome: 151 })]).name).toBe('log');
    expect(choose([roundRow({ outcome: 50 }), roundRow({ outcome: 150 })]).name).toBe('level');
    expect(choose([roundRow({ outcome: 50 }), roundRow({ outcome: 500, chosen: 0 })]).name).toBe('level');
    expect(choose([roundRow({ outcome: 50 }), roundRow({ outcome: 150 })], { scale: 'log' }).name).toBe(
      'log',
    );
  });
  test.each<[Partial<RoundRow>, number]>([
    [{}, 3],
    [{ lowerBound: 1900, upperBound: 2000 }, 2],
    [{ outcome: null }, 2],
    [{ outcome: null, priorPlan: 0 }, 2.8],
    [{ outcome: null, priorPlan: 0, recommended: 0 }, 1],
  ])('smallest gap on the level scale: %o', (change, expected) => {
    expect(choose([roundRow(change)], { scale: 'level' }).minGap).toBeCloseTo(expected, 12);
  });
  test('as set', () => expect(choose([roundRow()], { minGap: 0.5 }).minGap).toBe(0.5));
});

test('every row is used or not used for a reason, for each estimator', () => {
  const rows = [
    at(1),
    at(2, { outcome: null }),
    at(3, { recommended: 101 }),
    at(4, { response: 'none' }),
    at(5, { outcomeSeen: false, trustRating: 6 }),
  ];
  const usable = countUsable(sequencesOf(rows, READING), READING);
  expect(usable.trust).toEqual({
    rows: 3,
    unused: { 'gap below the smallest usable gap': 1, 'never answered (response none)': 1 },
  });
  expect(usable.fidelity).toEqual({ rows: 4, unused: { 'outcome not known': 1 } });
  expect(usable.dynamics).toEqual({
    rows: 3,
    unused: { 'outcome not known': 1, 'outcome not shown to the seller': 1 },
  });
  expect(usable.stated).toEqual({ rows: 1, unused: { 'no trust rating': 4 } });
});

const week = (y: number, m: number, d: number, h = 12): string =>
  isoWeek(toInstant(Date.UTC(y, m - 1, d, h)));

test('ISO weeks belong to the year of their Thursday', () => {
  expect(week(2026, 11, 22)).toBe('2026-W47');
  expect(week(2026, 11, 23, 0)).toBe('2026-W48');
  expect(week(2027, 1, 3)).toBe('2026-W53');
  expect(week(2027, 1, 4)).toBe('2027-W01');
  expect(week(2025, 12, 29)).toBe('2026-W01');
  expect(['10', '9', '100'].toSorted(comparePeriods)).toEqual(['9', '10', '100']);
  expect(['2027-W01', '2026-W53'].toSorted(comparePeriods)).toEqual(['2026-W53', '2027-W01']);
});
