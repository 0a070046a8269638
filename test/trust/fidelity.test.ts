import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { benchmarkVariance } from '../../lib/trust/calibration.ts';
import { fidelity, fidelityByCosts, fidelityOf } from '../../lib/trust/fidelity.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import { sequencesOf } from '../../lib/trust/sequence.ts';
import { roundRow } from './row.ts';
import { settingsOf } from './settings.ts';

const costs = { underage: 4, overage: 1 };
const SENDER = { beforeJitter: null, platformForecast: null, platformMargin: null };
const costly = { sender: { ...SENDER, underageCost: 4, overageCost: 1 } };
const CENSORED = { outcomeLog: { censored: true, fidelity: null } };
const r = (change: Partial<RoundRow>): number | string =>
  fidelityOf(roundRow({ priorPlan: 80, recommended: 100, outcome: 110, ...change }), 'log');

describe('docs/model.md 6.2', () => {
  test('by costs: too few units cost four times what too many do', () => {
    expect(fidelityByCosts(80, 100, 110, costs)).toBe(0.5);
    expect(fidelityByCosts(80, 100, 70, costs)).toBe(-0.5);
    expect(fidelityByCosts(70, 70, 70, costs)).toBe(0);
    expect(r(costly)).toBe(0.5);
    expect(r({ ...costly, outcome: 70 })).toBe(-0.5);
  });

  test('on levels even where gaps are measured on logs', () => {
    expect(r({})).toBeCloseTo(fidelity(Math.log(80), Math.log(100), Math.log(110)), 12);
    expect(r({ ...costly, priorPlan: 0 })).toBeCloseTo((440 - 40) / 480, 12); // no logarithm is needed
  });

  test('a censored outcome ranks what lies below it, and nothing else', () => {
    expect(r({ ...CENSORED, ...costly })).toBe(0.5);
    for (const change of [{ priorPlan: 120 }, { recommended: 111 }])
      expect(r({ ...CENSORED, ...change })).toBe(
        'outcome censored below the prior plan or the recommendation',
      );
  });

  test('a censored outcome gives r its sign, and a size that the true one does not exceed', () => {
    const value = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(value, value, value, value, (p, m, above, unseen) => {
        const A = Math.max(p, m) + above;
        const told = fidelityByCosts(p, m, A, costs);
        const truth = fidelityByCosts(p, m, A + unseen, costs);
        expect(Math.sign(told)).toBe(Math.sign(truth));
        expect(Math.abs(truth)).toBeLessThanOrEqual(Math.abs(told) + 1e-12);
      }),
      { seed: 62, numRuns: 200 },
    );
  });

  test('what upstream scored stands before what would be computed; a price not tried has none', () => {
    const scored = { outcomeLog: { censored: false, fidelity: -0.3 } };
    expect(r({ ...scored, ...costly })).toBe(-0.3);
    expect(r({ ...scored, outcome: null, priorPlan: null })).toBe(-0.3);
    expect(r({ outcome: null, response: 'keep', chosen: 80 })).toBe('outcome not known');
  });
});

const panel = (change: (k: number) => Partial<RoundRow>): RoundRow[] =>
  Array.from({ length: 30 }, (_, k) =>
    roundRow({ line: k + 2, position: k, sellerId: `s${k % 5}`, outcome: 60 + 5 * k, ...change(k) }),
  );

describe('in an analysis', () => {
  test('outcomes that can not be scored are counted, with the reason', () => {
    const { usable } = fitTrust(
      panel((k) => (k % 3 === 0 ? CENSORED : {})),
      settingsOf(),
    );
    const unknown = { 'outcome censored below the prior plan or the recommendation': 6 };
    expect(usable.fidelity).toEqual({ rows: 24, unused: unknown });
    expect(usable.dynamics).toEqual({ rows: 24, unused: unknown });
  });

  test('the benchmark leaves censored outcomes out: how far off both were is not known', () => {
    const reading = {
      scale: { name: 'level', minGap: 1, minGapRule: '' },
      dropOutcomeOfUnusedRows: false,
    } as const;
    const half = panel((k) => (k % 2 === 0 ? {} : { outcome: null }));
    const censored = panel((k) => (k % 2 === 0 ? {} : CENSORED));
    expect(benchmarkVariance(sequencesOf(censored, reading), 'level')).toBe(
      benchmarkVariance(sequencesOf(half, reading), 'level'),
    );
  });

  test.each([
    ['by distance', () => ({}), undefined],
    ['by costs', () => costly, 'ok'],
    ['by both', (k: number) => (k % 2 === 0 ? costly : {}), 'warn'],
  ])('says where fidelity comes from: %s', (_name, change, status) => {
    const row = fitTrust(panel(change), settingsOf()).health.find(({ check }) => check === 'fidelity');
    expect(row?.status).toBe(status);
  });
});
