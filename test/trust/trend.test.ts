import { expect, test } from 'vitest';
import { simulate } from '../../lib/simulation/simulate.ts';
import { defaultSettings } from '../../lib/simulation/settings.ts';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { estimateSellers } from '../../lib/trust/estimate-sellers.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import type { SellerRow } from '../../lib/trust/seller-estimates.ts';
import { settingsOf } from './settings.ts';

const { rows } = simulate({ ...defaultSettings('trust-embedded'), sellers: 40, rounds: 12 });
const fit = fitTrust(rows, settingsOf());
const mine = rows.filter(({ sellerId }) => sellerId === 's01');
const trendOf = (own: readonly RoundRow[]): SellerRow | undefined => estimateSellers(own, fit).sellers[0];

test('the trend covers the last 8 rounds, decided or not', () => {
  expect(trendOf(mine.slice(0, 7))).toMatchObject({ trendLower: null, trendReason: 'fewer than 8 rounds' });
  expect(trendOf(mine.slice(0, 8))?.trendLower).not.toBeNull();
  const small = mine
    .slice(0, 8)
    .map((row) => (row.position === 5 ? Object.assign({ ...row }, { recommended: row.priorPlan }) : row));
  expect(trendOf(small)?.trendLower).not.toBeNull();
});

test('without an outcome seen in the last 8 rounds trust stands still by assumption: no trend', () => {
  const early = mine.map((row) => Object.assign({ ...row }, { outcomeSeen: row.position <= 4 }));
  expect(trendOf(early)).toMatchObject({ trend: null, trendLower: null });
  expect(trendOf(early)?.trendReason).toBe('no outcome seen in the last 8 rounds');
  const one = mine.map((row) => Object.assign({ ...row }, { outcomeSeen: row.position <= 5 }));
  expect(trendOf(one)?.trendLower).not.toBeNull();
});

test('a trend is surer than the difference of two trusts that knew nothing of each other', () => {
  const { trendLower, trendUpper, trustLower, trustUpper } = trendOf(mine) ?? {};
  const width = (trendUpper ?? 0) - (trendLower ?? 0);
  expect(width).toBeGreaterThan(0);
  expect(width).toBeLessThan(2 * ((trustUpper ?? 0) - (trustLower ?? 0)));
});

test('the number itself is told where it is 1.645 standard deviations from none, its interval always', () => {
  const trends = estimateSellers(rows, fit).sellers;
  const told = trends.filter(({ trend }) => trend !== null);
  expect(told.length).toBeGreaterThan(0);
  expect(told.length).toBeLessThan(trends.length);
  for (const { trend, trendLower, trendUpper, trendReason } of trends) {
    const middle = ((trendLower ?? Number.NaN) + (trendUpper ?? Number.NaN)) / 2;
    const sd = ((trendUpper ?? 0) - (trendLower ?? 0)) / (2 * 1.959964);
    expect(trend !== null).toBe(Math.abs(middle) > 1.645 * sd);
    expect(trendReason === null).toBe(trend !== null);
    expect(trend ?? middle).toBeCloseTo(middle, 12);
  }
});
