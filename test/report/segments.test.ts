import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderReport } from '../../lib/report/report.ts';
import { asToldBefore } from '../../lib/report/segments/as-told-before.ts';
import { segmentFile } from '../../lib/report/segments/segment-file.ts';
import { segmentPages } from '../../lib/report/segments/segment-page.ts';
import type { Estimates } from '../../lib/trust/estimates.ts';
import { WITHHELD } from '../../lib/trust/segment-estimates.ts';
import type { SegmentCell } from '../../lib/trust/segment-schema.ts';
import { estimates, META } from './fixture.ts';

const RECOMMENDERS = ['forecast', 'pricing', 'replenishment', 'stock', null];
const HIDDEN = { sellers: null, mean: null, lower: null, upper: null };

/** A mean that goes with its place, so that no two are alike; some are withheld. */
function cell(value: string, recommender: string | null, period: string | null, k: number): SegmentCell {
  const about = { segment: 'size', value, recommender, period };
  if (k % 17 === 3) return { ...about, ...HIDDEN, reason: WITHHELD.complementary };
  const mean = 0.3 + ((k * 7919) % 4000) / 10_000;
  return { ...about, sellers: 20 + (k % 60), mean, lower: mean - 0.04, upper: mean + 0.04, reason: null };
}

function bySegment(values: readonly string[], weeks: number): Partial<Estimates> {
  const periods = [
    null,
    ...Array.from({ length: weeks }, (_, t) => `2026-W${String(t + 1).padStart(2, '0')}`),
  ];
  let k = 0;
  const segments = values.flatMap((value) =>
    RECOMMENDERS.flatMap((recommender) => periods.map((period) => cell(value, recommender, period, k++))),
  );
  return { segments, disclosure: certificate(segments) };
}

const certificate = (segments: readonly SegmentCell[]): Estimates['disclosure'] => ({
  smallestGroup: 5,
  cells: segments.length,
  published: segments.filter(({ mean }) => mean !== null).length,
  small: 0,
  complementary: segments.filter(({ mean }) => mean === null).length,
  unsettled: 0,
  asBefore: 0,
  tables: 1,
  ranks: 1,
  fewest: 20,
});

/** Weeks of the first report. */
const past = ({ period }: SegmentCell): boolean => period !== null && period <= '2026-W03';

const isLate = ({ recommender, period }: SegmentCell): boolean =>
  period === '2026-W03' && recommender !== 'forecast' && recommender !== 'pricing';

const bytes = (text: string | Uint8Array): number => Buffer.byteLength(text);

describe('segment pages', () => {
  test('50 values, 52 weeks and 4 recommenders fit: the report and every page below 400 KB', () => {
    const large = estimates(
      bySegment(
        Array.from({ length: 50 }, (_, i) => `group ${i}`),
        52,
      ),
    );
    const two = estimates(bySegment(['group 1', 'group 2'], 52)); // as large as any of the 50
    for (const [, page] of segmentPages(two, META)) expect(bytes(page)).toBeLessThan(400_000);
    const without = bytes(renderReport(estimates(), META));
    expect(bytes(renderReport(large, META)) - without).toBeLessThan(100_000);
  });

  test('are where the report links to', () => {
    const two = estimates(bySegment(['small', '<b>large & "odd"</b>'], 4));
    const report = renderReport(two, META);
    for (const [name] of segmentPages(two, META)) expect(report).toContain(`href="${name}"`);
    expect(report).not.toContain('<b>large');
    expect(report).toContain('50 numbers by segment');
  });

  test('of which no value can be told have no empty table, but say so', () => {
    const values = Array.from({ length: 20 }, (_, i) => `group ${i}`);
    const { segments } = estimates(bySegment(values, 2));
    const none = segments.map((each) =>
      Object.assign({}, each, HIDDEN, { reason: 'fewer than 5 sellers: withheld' }),
    );
    const report = renderReport(estimates({ segments: none, disclosure: certificate(none) }), META);
    expect(report).toContain('Trust now is told of no value of size: all 20 are withheld.');
    expect(report).not.toContain('the lowest and highest, 0 of');
  });

  test('say nothing of a withheld cell but that it is withheld', () => {
    const one = estimates(bySegment(['small'], 30));
    const [, page] = segmentPages(one, META)[0] as [string, string];
    expect(page).toContain('withheld so that fewer than 5 sellers cannot be computed');
    expect(page).toContain('default-src &#39;none&#39;');
    expect(page).not.toMatch(/NaN|undefined|null|<script|https?:\/\/(?!www\.w3)/);
  });

  test('have names that every file system and address takes, and no two the same', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 80 });
    fc.assert(
      fc.property(name, name, (a, b) => {
        const [one, other] = [segmentFile('size', a), segmentFile('size', b)];
        expect(one).toMatch(/^segments\/[a-z0-9][a-z0-9-]{0,60}\.html$/);
        expect(one === other).toBe(a === b);
        expect(segmentFile('Size', a)).not.toBe(one);
      }),
      { numRuns: 500, seed: 1 },
    );
    expect(segmentFile('size', 'small')).toBe('segments/size-small.html');
    expect(segmentFile('size', 'SMALL')).not.toBe(segmentFile('size', 'small'));
    expect(segmentFile('a-b', 'c')).not.toBe(segmentFile('a', 'b-c'));
  });
});

describe('a period that was told before', () => {
  const first = estimates(bySegment(['small', 'large'], 3));

  test('stands as it stood, however few sellers came in late', () => {
    const later = estimates(bySegment(['small', 'large'], 4));
    const moved = {
      ...later,
      segments: later.segments.map((each) =>
        each.mean === null
          ? each
          : Object.assign({}, each, { mean: each.mean + 0.01, sellers: (each.sellers ?? 0) + 1 }),
      ),
    };
    const told = asToldBefore(moved, JSON.stringify(first));
    for (const was of first.segments.filter(past)) expect(told.segments).toContainEqual(was);
    expect(told.segments.filter((each) => !past(each))).toEqual(moved.segments.filter((each) => !past(each)));
    expect(told.disclosure?.asBefore).toBe(first.segments.filter(past).length);
    expect(told.segments.filter(({ mean }) => mean !== null)).toHaveLength(told.disclosure?.published ?? -1);
  });

  test('does not get a cell that it did not have', () => {
    const grown = estimates(bySegment(['small', 'large', 'new'], 3));
    const told = asToldBefore(grown, JSON.stringify(first));
    const fresh = told.segments.filter(({ value, period }) => value === 'new' && period !== null);
    expect(fresh.every(({ mean, sellers }) => mean === null && sellers === null)).toBe(true);
    expect(fresh).not.toEqual([]);
  });

  test('of one recommender does not hold up another, but all together', () => {
    const before = {
      ...first,
      segments: first.segments.map((each) => (isLate(each) ? Object.assign({}, each, HIDDEN) : each)),
    };
    const told = asToldBefore(first, JSON.stringify(before)).segments.filter(isLate);
    const own = told.filter(({ recommender }) => recommender !== null);
    expect(own).toEqual(first.segments.filter((each) => isLate(each) && each.recommender !== null));
    expect(told.filter(({ recommender, mean }) => recommender === null && mean !== null)).toEqual([]);
  });

  test('is as it comes where there is no report before, or one that told none', () => {
    expect(asToldBefore(first, undefined)).toBe(first);
    const none = JSON.stringify(estimates({ segments: [], disclosure: null }));
    expect(asToldBefore(first, none).segments).toEqual(first.segments);
  });
});
