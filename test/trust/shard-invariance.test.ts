import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evolutionCsv, sellersCsv } from '../../lib/report/data-files.ts';
import { DOWNLOADS } from '../../lib/report/bundle/downloads.ts';
import { renderReport } from '../../lib/report/report.ts';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { simulate } from '../../lib/simulation/simulate.ts';
import { defaultSettings, simulatedRecommenders } from '../../lib/simulation/settings.ts';
import { estimateSellers } from '../../lib/trust/estimate-sellers.ts';
import { estimatesSchema } from '../../lib/trust/estimates.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import {
  parseSellerEstimates,
  type SellerEstimates,
  type SellerRow,
} from '../../lib/trust/seller-estimates.ts';
import { compare } from '../../lib/trust/sequence.ts';
import { summariseTrust } from '../../lib/trust/summarise-trust.ts';
import { parseTrustFit } from '../../lib/trust/trust-fit.ts';
import { settingsOf } from './settings.ts';

const INPUT = { sha256: 'x', rows: 0, accepted: 0, rejected: 0, rejections: [] };
const design = {
  sellers: 60,
  rounds: 10,
  recommenders: simulatedRecommenders(2),
  gain: 0.1,
  loss: 0.2,
  seenShare: 0.8,
};
const { rows } = simulate({ ...defaultSettings('mixture'), ...design });
const fit = fitTrust(rows, settingsOf());
const whole = JSON.stringify(summariseTrust(fit, [estimateSellers(rows, fit)], INPUT));

/** With buttons, answers to the trust item, plans asked twice, and some of what a sender may log. */
const rated = simulate({ ...defaultSettings('trust-embedded', true), ...design }).rows.map(
  (row, k): RoundRow => {
    const { priorPlan, recommended } = row;
    if (priorPlan === null || recommended === null) return row;
    const sender = {
      beforeJitter: recommended * (1 + 0.01 * Math.sin(k)),
      platformForecast: recommended * 0.97,
      platformMargin: 2,
      underageCost: 4,
      overageCost: 1,
    };
    const trustRating = k % 3 === 0 ? 1 + ((k * 5) % 7) : null;
    const priorPlanRepeat = k % 4 === 0 ? priorPlan * (1 + 0.02 * Math.cos(k)) : null;
    return Object.assign({}, row, { trustRating, priorPlanRepeat, sender });
  },
);

/** The same round in other units. */
const times = (row: RoundRow, factor: number): RoundRow => ({
  ...row,
  priorPlan: row.priorPlan === null ? null : row.priorPlan * factor,
  recommended: row.recommended === null ? null : row.recommended * factor,
  chosen: row.chosen === null ? null : row.chosen * factor,
  outcome: row.outcome === null ? null : row.outcome * factor,
});

describe.each([
  ['typed values', rows, 'kf'],
  ['buttons, answers and a sender’s log', rated, 'qd-adf'],
] as const)('%s', (_name, panel, estimator) => {
  const panelFit = fitTrust(panel, settingsOf());
  const part = estimateSellers(panel, panelFit);
  const sellerIds = [...new Set(panel.map(({ sellerId }) => sellerId))];
  const published = (parts: readonly SellerEstimates[]): string => {
    const estimates = summariseTrust(panelFit, parts, INPUT);
    const report = renderReport(estimates, { title: 'Trust', tenantName: 'Shop', downloads: DOWNLOADS });
    return [JSON.stringify(estimates), evolutionCsv(estimates.evolution), report].join('\n');
  };
  const together = published([part]);

  test('is what it says', () => {
    expect(panelFit.segments['all']?.estimator).toBe(estimator);
    expect(together).not.toContain('NaN');
  });

  test('however sellers are split, in whatever order the parts come: the same bytes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 6 }), { minLength: sellerIds.length, maxLength: sellerIds.length }),
        fc.boolean(),
        (shards, reversed) => {
          const shardOf = new Map(sellerIds.map((sellerId, i) => [sellerId, shards[i]]));
          const groups = [0, 1, 2, 3, 4, 5, 6].map((shard) =>
            panel.filter(({ sellerId }) => shardOf.get(sellerId) === shard),
          );
          const parts = (reversed ? groups.toReversed() : groups).map((group) =>
            parseSellerEstimates(JSON.stringify(estimateSellers(group, panelFit))),
          );
          expect(published(parts)).toBe(together);
          const sellers = parts.flatMap((each) => each.sellers).toSorted(byPlace);
          expect(sellersCsv(sellers)).toBe(sellersCsv(part.sellers.toSorted(byPlace)));
        },
      ),
      { seed: 5, numRuns: 12 },
    );
  });

  test('one seller a worker: the same bytes', () => {
    const alone = sellerIds.map((id) =>
      estimateSellers(
        panel.filter(({ sellerId }) => sellerId === id),
        panelFit,
      ),
    );
    expect(published(alone)).toBe(together);
  });

  test('the order of rows does not matter: fit, sellers and summary are the same bytes', () => {
    const shuffled = panel.toSorted((a, b) => ((a.line * 7919) % 601) - ((b.line * 7919) % 601));
    const again = fitTrust(shuffled, settingsOf());
    expect(JSON.stringify(again)).toBe(JSON.stringify(panelFit));
    expect(JSON.stringify(estimateSellers(shuffled, again))).toBe(JSON.stringify(part));
  });
});

const byPlace = (a: SellerRow, b: SellerRow): number =>
  compare(a.sellerId, b.sellerId) || compare(a.recommender, b.recommender);

test('a fit that went through a file is the same fit', () => {
  const read = parseTrustFit(JSON.stringify(fit));
  expect(read).toEqual(fit);
  expect(JSON.stringify(summariseTrust(read, [estimateSellers(rows, read)], INPUT))).toBe(whole);
});

test('the summary keeps to its schema, and the mean of sellers is the mean of the table', () => {
  estimatesSchema.parse(JSON.parse(whole));
  const sure = simulate({ ...defaultSettings('trust-embedded'), sellers: 30 }).rows;
  const sureFit = fitTrust(sure, settingsOf());
  const part = estimateSellers(sure, sureFit);
  const told = part.sellers.map(({ trust }) => trust ?? Number.NaN);
  const { overall } = summariseTrust(sureFit, [part], INPUT).trust;
  expect(overall.estimate).toBeCloseTo(told.reduce((sum, trust) => sum + trust, 0) / told.length, 12);
  expect(overall.n).toBe(told.length);
});

test('scale: on the level scale, other units change no weight and no verdict', () => {
  const [small, large] = [2 ** -30, 2 ** 30].map((factor) =>
    fitTrust(
      rows.map((row) => times(row, factor)),
      settingsOf({ scale: 'level' }),
    ),
  );
  expect(large?.dynamics[0]?.parameters['initialMean']).toEqual(
    small?.dynamics[0]?.parameters['initialMean'],
  );
  expect(large?.dynamics[0]?.parameters['gain']).toEqual(small?.dynamics[0]?.parameters['gain']);
  expect(large?.verdict.preferred).toBe(small?.verdict.preferred);
});
