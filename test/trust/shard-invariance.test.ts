import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { simulate } from '../../lib/simulation/simulate.ts';
import { defaultSettings, simulatedRecommenders } from '../../lib/simulation/settings.ts';
import { estimateSellers } from '../../lib/trust/estimate-sellers.ts';
import { estimatesSchema } from '../../lib/trust/estimates.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import { parseSellerEstimates } from '../../lib/trust/seller-estimates.ts';
import { summariseTrust } from '../../lib/trust/summarise-trust.ts';
import { parseTrustFit } from '../../lib/trust/trust-fit.ts';
import { settingsOf } from './settings.ts';

const INPUT = { sha256: 'x', rows: 0, accepted: 0, rejected: 0, rejections: [] };
const { rows } = simulate({
  ...defaultSettings('mixture'),
  sellers: 60,
  rounds: 10,
  recommenders: simulatedRecommenders(2),
  gain: 0.1,
  loss: 0.2,
  seenShare: 0.8,
});
const fit = fitTrust(rows, settingsOf());
const whole = JSON.stringify(summariseTrust(fit, [estimateSellers(rows, fit)], INPUT));
const sellerIds = [...new Set(rows.map(({ sellerId }) => sellerId))];

/** The same round in other units. */
const times = (row: RoundRow, factor: number): RoundRow => ({
  ...row,
  priorPlan: row.priorPlan === null ? null : row.priorPlan * factor,
  recommended: row.recommended === null ? null : row.recommended * factor,
  chosen: row.chosen === null ? null : row.chosen * factor,
  outcome: row.outcome === null ? null : row.outcome * factor,
});

test('however sellers are split, in whatever order the parts come: the same bytes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 6 }), { minLength: sellerIds.length, maxLength: sellerIds.length }),
      fc.boolean(),
      (shards, reversed) => {
        const shardOf = new Map(sellerIds.map((sellerId, i) => [sellerId, shards[i]]));
        const groups = [0, 1, 2, 3, 4, 5, 6].map((shard) =>
          rows.filter(({ sellerId }) => shardOf.get(sellerId) === shard),
        );
        const parts = (reversed ? groups.toReversed() : groups).map((group) =>
          parseSellerEstimates(JSON.stringify(estimateSellers(group, fit))),
        );
        expect(JSON.stringify(summariseTrust(fit, parts, INPUT))).toBe(whole);
      },
    ),
    { seed: 5, numRuns: 20 },
  );
});

test('the order of rows does not matter: fit, sellers and summary are the same bytes', () => {
  const shuffled = rows.toSorted((a, b) => ((a.line * 7919) % 601) - ((b.line * 7919) % 601));
  const again = fitTrust(shuffled, settingsOf());
  expect(JSON.stringify(again)).toBe(JSON.stringify(fit));
  expect(JSON.stringify(estimateSellers(shuffled, again))).toBe(JSON.stringify(estimateSellers(rows, fit)));
});

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
