import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, milliseconds, parseInstant, toInstant, type Instant } from '../../../lib/domain/instant.ts';
import { simulate } from '../../../lib/simulation/simulate.ts';
import { defaultSettings, simulatedRecommenders } from '../../../lib/simulation/settings.ts';
import { estimateSellers } from '../../../lib/trust/estimate-sellers.ts';
import { fitTrust } from '../../../lib/trust/fit-trust.ts';
import { decide } from '../../../lib/trust/segment-cells-decision.ts';
import { letIn } from '../../../lib/trust/segment-cells-joined.ts';
import { blockOf } from '../../../lib/trust/segment-cells.ts';
import { summariseTrust } from '../../../lib/trust/summarise-trust.ts';
import { settingsOf } from '../settings.ts';

const day = (text: string): number => blockOf(milliseconds(toInstant(Date.parse(text))));
const crowd = (value: string, block: number, sellers: number) => ({
  values: [value],
  states: [['pricing', String(block)] as const],
  sellers,
});

const INPUT = { sha256: 'x', rows: 0, accepted: 0, rejected: 0, rejections: [] };
const began = parseInstant('2026-08-03T09:00:00Z') as Instant; // a Monday
const SIZES = ['large', 'medium', 'small'];

const { rows } = simulate({
  ...defaultSettings('trust-embedded'),
  sellers: 60,
  rounds: 8,
  recommenders: simulatedRecommenders(2),
  gain: 0.2,
  loss: 0.3,
});
const dated = rows.map((row) => {
  const askedAt = addDays(began, 7 * (row.position - 1));
  const size = SIZES[Number(/\d+/.exec(row.sellerId)?.[0] ?? 0) % 3] ?? '';
  return Object.assign({}, row, { askedAt, position: milliseconds(askedAt), segments: { size } });
});
const asOf = addDays(began, 7 * 8 - 3); // within the last week
const fit = fitTrust(dated, settingsOf({ segments: ['size'], asOf }));
const whole = summariseTrust(fit, [estimateSellers(dated, fit)], INPUT);

describe('trust by segment', () => {
  test('does not depend on how sellers are split', () => {
    const groups = [0, 1, 2].map((part) => dated.filter(({ sellerId }) => sellerId.length % 3 === part));
    const parts = groups.filter((group) => group.length > 0).map((group) => estimateSellers(group, fit));
    expect(JSON.stringify(summariseTrust(fit, parts.toReversed(), INPUT).segments)).toBe(
      JSON.stringify(whole.segments),
    );
    expect(JSON.stringify(summariseTrust(fit, parts, INPUT).disclosure)).toBe(
      JSON.stringify(whole.disclosure),
    );
  });

  test('is told now and for weeks that are over, not for the one that is open', () => {
    const periods = [...new Set(whole.segments.map(({ period }) => period))];
    expect(periods).toHaveLength(8); // now and seven weeks of eight
    expect(whole.disclosure?.cells).toBe(whole.segments.length);
    expect(whole.disclosure?.published).toBeGreaterThan(30);
  });

  test('of all values together is the mean of the recommender', () => {
    const now = whole.segments.filter(({ period, recommender }) => period === null && recommender !== null);
    for (const [name, total] of Object.entries(whole.trust.byRecommender)) {
      const own = now.filter(({ recommender }) => recommender === name);
      const sellers = own.reduce((sum, cell) => sum + (cell.sellers ?? 0), 0);
      const mean = own.reduce((sum, cell) => sum + (cell.sellers ?? 0) * (cell.mean ?? 0), 0) / sellers;
      expect(sellers).toBe(total.n);
      expect(mean).toBeCloseTo(total.estimate ?? 0, 12);
    }
  });

  test('is not there where the settings name no segment, and says why', () => {
    const none = fitTrust(dated, settingsOf({ asOf }));
    const { segments, disclosure, reasons } = summariseTrust(none, [estimateSellers(dated, none)], INPUT);
    expect([segments, disclosure, reasons['segments']]).toEqual([
      [],
      null,
      'no segment is named in the settings',
    ]);
  });

  test('of a week after which no outcome was seen is withheld: the same number stands in now', () => {
    const blind = dated.map((row) => Object.assign({}, row, { outcomeSeen: false }));
    const still = fitTrust(blind, settingsOf({ segments: ['size'], asOf }));
    const { segments, disclosure } = summariseTrust(still, [estimateSellers(blind, still)], INPUT);
    expect(segments.filter(({ period, mean }) => period !== null && mean !== null)).toEqual([]);
    expect(segments.filter(({ period, mean }) => period === null && mean !== null)).not.toEqual([]);
    expect(disclosure?.unsettled).toBe(segments.filter(({ period }) => period !== null).length);
  });
});

describe('those who join', () => {
  test('change a cell by five sellers or more from one report to any later one', () => {
    const joins = fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(joins, (sizes) => {
        const members = sizes.map((size, block) => ({
          size,
          sellers: size,
          state: String(block),
          crowd: block,
          values: [],
        }));
        const counts = Array.from({ length: sizes.length + 1 }, (_, open) => {
          const inside = letIn(members.slice(0, open + 1), open, 5);
          return members.filter(({ state }) => inside.has(state)).reduce((sum, { size }) => sum + size, 0);
        });
        const steps = counts.slice(1).map((count, i) => count - (counts[i] ?? 0));
        expect(steps.every((step) => step === 0 || step >= 5)).toBe(true);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test('wait for the end of their four weeks, and the total does not give them away', () => {
    const open = blockOf(milliseconds(asOf));
    const settled = [crowd('large', open - 9, 20), crowd('small', open - 9, 9)];
    const told = (crowds: ReturnType<typeof crowd>[]) =>
      decide(crowds, true, { asOf, segments: ['size'] }, { ranks: 0 }).decided.map(
        ({ value, sellers, status }) => `${value} ${sellers} ${status}`,
      );
    expect(told(settled)).toEqual(['large 20 published', 'small 9 published']);
    expect(told([...settled, crowd('small', open, 30)])).toEqual(['large 20 published', 'small 9 published']);
    // the total holds the two who wait: one cell has to go
    expect(told([...settled, crowd('small', open - 1, 2)])).toEqual([
      'large 20 published',
      'small 9 complementary',
    ]);
  });

  test('a block begins on a Monday and lasts four weeks', () => {
    const blocks = Array.from(
      { length: 8 },
      (_, week) => day('2026-08-03') - blockOf(milliseconds(addDays(began, 7 * week))),
    );
    expect(new Set(blocks).size).toBeLessThanOrEqual(3);
    expect(day('2026-08-03')).toBe(day('2026-08-09'));
  });
});
