import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import { simulate } from '../../../lib/simulation/simulate.ts';
import { defaultSettings, simulatedRecommenders } from '../../../lib/simulation/settings.ts';
import { fitTrust } from '../../../lib/trust/fit-trust.ts';
import { kalmanEstimator } from '../../../lib/trust/kalman/kalman-estimator.ts';
import { segmentsOf } from '../../../lib/trust/segments.ts';
import { sequencesOf } from '../../../lib/trust/sequence.ts';
import { beginSpread } from '../../../lib/trust/spread/spread.ts';
import { parseTrustFit, scaleOfFit } from '../../../lib/trust/trust-fit.ts';
import { countUsable } from '../../../lib/trust/usable.ts';
import { settingsOf } from '../settings.ts';
import { inRanges, sampleOf, spreadOver } from './spread-over.ts';

const settings = settingsOf({ estimator: 'kf' });
const { rows } = simulate({
  ...defaultSettings('trust-embedded'),
  sellers: 260,
  rounds: 8,
  recommenders: simulatedRecommenders(2),
  gain: 0.2,
  loss: 0.3,
});
const sample = sampleOf(rows, rows.length * 0.6);
const begun = beginSpread(sample, settings, { rows: rows.length, sellers: 260 });
const whole = spreadOver([rows], sample, settings, undefined, begun);

describe('a fit over more rows than are held at once', () => {
  test('has the pooled fits of all sellers, the same maximum and the same errors', () => {
    const { fit } = whole;
    const sequences = sequencesOf(rows, { scale: scaleOfFit(fit), dropOutcomeOfUnusedRows: false });
    const { unit = 1, referenceGap = 1 } = fit.segments['all'] ?? {};
    const { own } = segmentsOf(sequences, { unit, referenceGap }, kalmanEstimator);
    expect(fit.dynamics.map(({ segment }) => segment)).toEqual(own.map(([name]) => name));
    expect(own.length).toBe(3);
    for (const [name, { models, covariance }] of own) {
      const row = fit.dynamics.find(({ segment }) => segment === name);
      models.forEach(({ logLikelihood }, k) => {
        const mine = row?.models[k]?.logLikelihood ?? Number.NaN;
        expect(Math.abs(mine / logLikelihood - 1)).toBeLessThan(1e-9);
      });
      const errors = covariance?.map((line, j) => Math.sqrt(line[j] ?? 0)) ?? [];
      errors.forEach((error, j) => {
        const mine = Math.sqrt(fit.segments[name]?.covariance[j]?.[j] ?? 0);
        expect(Math.abs(mine - error)).toBeLessThanOrEqual(1e-4 * error);
      });
      expect(row?.sequences).toBe(260 * (name === 'all' ? 2 : 1));
    }
  });

  test('is counted over all sellers, and says what rests on the sample', () => {
    const { fit } = whole;
    const sellers = new Set(sample.map(({ sellerId }) => sellerId)).size;
    expect(fit.sample).toEqual({ rows: sample.length, sellers, ofRows: rows.length, ofSellers: 260 });
    const reading = { scale: scaleOfFit(fit), dropOutcomeOfUnusedRows: false };
    expect(fit.usable).toEqual(countUsable(sequencesOf(rows, reading), reading));
    expect(fit.recommenders).toEqual(['pricing', 'replenishment']);
    expect(fit.health.find(({ check }) => check === 'sample')).toMatchObject({ status: 'warn' });
    expect(fit.health.find(({ check }) => check === 'rounds used')?.detail).toContain(`of ${rows.length} `);
    expect(parseTrustFit(JSON.stringify(fit))).toEqual(fit);
  });

  test.each([2, 16, 1024])('has the same bytes in %i parts', (ranges) => {
    const parts = inRanges(rows, ranges);
    const spread = spreadOver(parts, sample, settings, (n) => n >> 1, begun);
    expect(JSON.stringify(spread.fit)).toBe(JSON.stringify(whole.fit));
    expect(spread.passes).toBe(whole.passes);
    expect(spread.largest).toBeLessThan(16_000);
  });

  test('begins the same in whatever order the sample comes', () => {
    const shuffled = inRanges(sample, 16).toReversed().flat();
    expect(beginSpread(shuffled, settings, { rows: rows.length, sellers: 260 })).toEqual(begun);
  });

  test('has the same bytes however sellers are split and parts are put together', () => {
    const small = rows.filter(({ recommender }) => recommender === 'pricing');
    const few = sampleOf(small, small.length * 0.3);
    const start = beginSpread(few, settings, { rows: small.length, sellers: 260 });
    const once = JSON.stringify(spreadOver([small], few, settings, undefined, start).fit);
    const ids = [...new Set(small.map(({ sellerId }) => sellerId))];
    const places = fc.array(fc.nat(4), { minLength: ids.length, maxLength: ids.length });
    fc.assert(
      fc.property(places, fc.infiniteStream(fc.nat()), (place, stream) => {
        const parts = Array.from({ length: 5 }, (): RoundRow[] => []);
        for (const row of small) parts[place[ids.indexOf(row.sellerId)] ?? 0]?.push(row);
        const pick = (n: number): number => (stream.next().value as number) % n;
        expect(JSON.stringify(spreadOver(parts, few, settings, pick, start).fit)).toBe(once);
      }),
      { numRuns: 3, seed: 8 },
    );
  });

  test('of a sample that is everybody is the fit at once', () => {
    const few = rows.slice(0, 400);
    expect(spreadOver(inRanges(few, 2), few, settings).fit).toEqual(fitTrust(few, settings));
  });
});
