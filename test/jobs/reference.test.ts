import { describe, expect, it } from 'vitest';
import { countReference, mergeReferences } from '../../lib/jobs/reference.ts';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { at } from './pipeline.ts';

const CUT = at('2026-11-23T02:00:00Z');

/** A row whose recommendation (`r`), plan (`p`) or neither (`=`) was closer to what turned out right. */
function row(sellerId: string, closer: 'r' | 'p' | '=', over: Partial<RoundRow> = {}): RoundRow {
  const [priorPlan, recommended] = { r: [90, 101], p: [101, 90], '=': [98, 102] }[closer];
  return {
    line: 0,
    sellerId,
    recommender: 'pricing',
    position: 1,
    askedAt: null,
    priorPlan: priorPlan ?? null,
    priorPlanRepeat: null,
    recommended: recommended ?? null,
    chosen: null,
    outcome: 100,
    unit: null,
    lowerBound: null,
    upperBound: null,
    trustRating: null,
    outcomeSeen: true,
    outcomeSeenPosition: null,
    response: null,
    result: null,
    outcomeLog: null,
    sender: null,
    processes: {},
    segments: {},
    covariates: {},
    ...over,
  };
}

const many = (from: number, to: number, closer: 'r' | 'p' | '=', over: Partial<RoundRow> = {}) =>
  Array.from({ length: to - from }, (_, i) => row(`s${from + i}`, closer, over));

describe('the count of sellers', () => {
  it('gives each seller one voice, however many rounds she has', () => {
    const rows = [row('a', 'p'), ...Array.from({ length: 50 }, () => row('b', 'r')), row('c', '=')];
    const split = [row('d', 'r'), row('d', 'p')];
    expect(countReference([...rows, ...split], null).tallies).toEqual([
      { recommender: 'pricing', value: null, sellers: 4, recommendation: 1, plan: 1 },
    ]);
  });

  it('hears no round without plan or outcome, and no suspect', () => {
    const silent = [
      row('a', 'r', { priorPlan: null }),
      row('b', 'r', { outcome: null }),
      row('c', 'r', { recommended: null }),
      row('d', 'r', { suspect: true }),
    ];
    expect(countReference(silent, null).tallies).toEqual([]);
  });

  it('is kept apart by recommender and by group, and sellers without the segment count for all', () => {
    const rows = [
      row('a', 'r', { segments: { size: 'small' } }),
      row('a', 'p', { recommender: 'assortment', segments: { size: 'small' } }),
      row('b', 'p', { segments: { region: 'north' } }),
    ];
    const { segment, tallies } = countReference(rows, 'size');
    expect(segment).toBe('size');
    expect(tallies).toHaveLength(4);
    expect(tallies).toContainEqual({
      recommender: 'pricing',
      value: 'small',
      sellers: 1,
      recommendation: 1,
      plan: 0,
    });
  });
});

const segments = (size: string) => ({ segments: { size } });

describe('the reference points of a run', () => {
  const parts = [
    [...many(0, 6, 'r', segments('small')), ...many(100, 104, 'p', segments('large'))],
    [...many(6, 10, 'p', segments('small')), ...many(104, 109, 'p', segments('large'))],
  ].map((rows) => countReference(rows, 'size'));

  it('add up over shard ranges; a group of nine is left out, one of ten is not', () => {
    expect(mergeReferences(parts, CUT)).toEqual([
      {
        recommender: 'pricing',
        countedAt: CUT,
        segment: 'size',
        all: { sellers: 19, recommendation: 6, plan: 13 },
        groups: { small: { sellers: 10, recommendation: 6, plan: 4 } },
      },
    ]);
  });

  it('of nine sellers in all say nothing, in place of what an earlier run said', () => {
    const few = countReference(many(0, 9, 'r', segments('small')), 'size');
    expect(mergeReferences([few], CUT)).toMatchObject([{ all: { sellers: 0 }, groups: {} }]);
    expect(mergeReferences([], CUT)).toEqual([]);
  });

  it('are no more than two hundred groups, and a group may have any name', () => {
    const names = Array.from({ length: 210 }, (_, g) => (g === 209 ? '__proto__' : `g${g}`));
    const rows = names.flatMap((name, g) =>
      many(20 * g, 20 * g + (g === 209 ? 11 : 10), 'r', segments(name)),
    );
    const [reference] = mergeReferences([countReference(rows, 'size')], CUT);
    expect(Object.keys(reference?.groups ?? {})).toHaveLength(200);
    expect(Object.hasOwn(reference?.groups ?? {}, '__proto__')).toBe(true);
  });
});
