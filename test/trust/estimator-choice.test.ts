import { describe, expect, test } from 'vitest';
import { estimateSellers } from '../../lib/trust/estimate-sellers.ts';
import { chooseEstimator } from '../../lib/trust/estimators.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import { sequencesOf } from '../../lib/trust/sequence.ts';
import type { RoundRow } from '../../lib/rounds/row.ts';
import type { AnalysisSettings } from '../../lib/trust/settings.ts';
import { trustFitSchema, type TrustFit } from '../../lib/trust/trust-fit.ts';
import { roundRow } from './row.ts';
import { settingsOf } from './settings.ts';

const SELLERS = 25;
const ROUNDS = 12;

/** Rounds of which every `every`-th keeps the own plan and the others move part of the way. */
function rows(every: number, change: Partial<RoundRow> = {}): RoundRow[] {
  return Array.from({ length: SELLERS * ROUNDS }, (_, n) => {
    const [i, t] = [n % SELLERS, Math.floor(n / SELLERS)];
    const recommended = 100 + 20 * Math.sin(3 * i + 5 * t) + (t % 2 === 0 ? 30 : -30);
    const w = n % every === 0 ? 0 : 0.5 + 0.3 * Math.sin(7 * n);
    return roundRow({
      sellerId: `s${i}`,
      line: n + 2,
      position: t + 1,
      recommended,
      chosen: 100 + w * (recommended - 100),
      outcome: 100 + 0.7 * (recommended - 100) * (n % 3 === 0 ? -1 : 1),
      ...change,
    });
  });
}

const chosen = (all: readonly RoundRow[], change: Partial<AnalysisSettings> = {}): string =>
  chooseEstimator(
    sequencesOf(all, {
      scale: { name: 'level', minGap: 1, minGapRule: 'as set' },
      dropOutcomeOfUnusedRows: false,
    }),
    settingsOf(change),
  ).name;

describe('docs/model.md 6.1: more than 10 % accept or keep calls for the friction likelihood', () => {
  test('11 % does, 9 % does not', () => {
    expect(chosen(rows(9))).toBe('qd-adf');
    expect(chosen(rows(11))).toBe('kf');
  });
  test('a response counts like an equal value; none does not count at all', () => {
    expect(chosen(rows(1000, { response: 'accept' }))).toBe('qd-adf');
    expect(chosen(rows(3, { response: 'none' }))).toBe('kf');
  });
  test.each(['kf', 'qd', 'qd-adf'] as const)('%s as set, whatever the data', (estimator) => {
    expect(chosen(rows(3), { estimator })).toBe(estimator);
    expect(chosen(rows(1000), { estimator })).toBe(estimator);
  });
});

const buttonsRow = (fit: TrustFit) => fit.health.find(({ check }) => check === 'buttons');

describe.each(['auto', 'qd', 'qd-adf'] as const)('button data, estimator %s', (estimator) => {
  const all = rows(4);
  const fit = fitTrust(all, settingsOf({ scale: 'level', estimator }));
  const name = estimator === 'auto' ? 'qd-adf' : estimator;

  test('the fit, its row and the health box name the estimator', () => {
    expect(fit.segments['all']?.estimator).toBe(name);
    expect(fit.dynamics[0]?.estimator).toBe(name);
    expect(buttonsRow(fit)).toMatchObject({ status: 'ok', detail: expect.stringContaining('friction') });
  });

  test('the parameters of events are there, and what a form has not is null with a reason', () => {
    const { weightNoiseSd, lapse, driftSd } = fit.dynamics[0]?.parameters ?? {};
    expect(weightNoiseSd?.estimate).toBeGreaterThan(0);
    expect(lapse?.estimate).toBeGreaterThan(0);
    expect(lapse?.estimate).toBeLessThan(1);
    expect(driftSd?.estimate === null).toBe(name === 'qd');
  });

  test('every seller has trust with a band, from the fit as it travels', () => {
    const travelled = trustFitSchema.parse(JSON.parse(JSON.stringify(fit)));
    const { sellers } = estimateSellers(all, travelled);
    expect(sellers).toHaveLength(SELLERS);
    for (const { trust, trustLower, trustUpper } of sellers) {
      expect(trustLower).toBeLessThanOrEqual(trust ?? Number.NaN);
      expect(trustUpper).toBeGreaterThanOrEqual(trust ?? Number.NaN);
    }
  });
});

test('the Kalman estimator on button data, as set: used, with a warning', () => {
  const fit = fitTrust(rows(4), settingsOf({ scale: 'level', estimator: 'kf' }));
  expect(fit.dynamics[0]?.estimator).toBe('kf');
  expect(buttonsRow(fit)).toMatchObject({ status: 'warn', detail: expect.stringContaining('overstates') });
});
