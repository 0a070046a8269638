import { expect, test } from 'vitest';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import { estimateSellers } from '../../../lib/trust/estimate-sellers.ts';
import { estimatesSchema, type Estimates } from '../../../lib/trust/estimates.ts';
import { fitTrust } from '../../../lib/trust/fit-trust.ts';
import { summariseTrust } from '../../../lib/trust/summarise-trust.ts';
import { parseTrustFit } from '../../../lib/trust/trust-fit.ts';
import { settingsOf } from '../settings.ts';
import { simulateMarketplace, TRUTH } from './simulated.ts';

function trustOf(rows: readonly RoundRow[]): Estimates['trust'] {
  const fit = parseTrustFit(JSON.stringify(fitTrust(rows, settingsOf({ scale: 'level', minGap: 0.02 }))));
  const input = { sha256: '', rows: rows.length, accepted: rows.length, rejected: 0, rejections: [] };
  return estimatesSchema.parse(summariseTrust(fit, [estimateSellers(rows, fit)], input)).trust;
}

const rows = simulateMarketplace({ sellers: 150, rounds: 16, answers: 4, noise: 0.1, seed: 31 });

test('three views side by side, with how far they agree', () => {
  const { stated, shown, inferred, agreement, ratings } = trustOf(rows);
  expect(stated.estimate).toBeGreaterThan(1);
  expect(shown.estimate).toBeLessThan(1);
  expect(inferred.estimate).toBeLessThan(1);
  const { statedShown, statedInferred, shownInferred } = agreement;
  for (const { raw } of Object.values(agreement)) expect(raw).toMatchObject({ n: 150, reason: null });
  expect(statedInferred.raw.estimate).toBeGreaterThan(statedShown.raw.estimate ?? 1);
  expect(statedShown.disattenuated.estimate).toBeGreaterThan(statedShown.raw.upper ?? 1);
  expect(shownInferred.disattenuated.reason).toContain('same decisions');
  expect(ratings.slope.lower).toBeLessThan(TRUTH.slope);
  expect(ratings.slope.upper).toBeGreaterThan(TRUTH.slope);
  expect(ratings.retest.estimate).toBeGreaterThan(ratings.reliability.estimate ?? 1); // style stays with a seller too
});

test('the order of rows changes not a digit', () => {
  expect(trustOf(rows.toReversed())).toEqual(trustOf(rows));
});

test('nobody was asked: decisions are still held against each other, the rest says why not', () => {
  const { agreement, ratings } = trustOf(rows.map((row) => Object.assign({}, row, { trustRating: null })));
  expect(agreement.shownInferred.raw.estimate).toBeGreaterThan(0.5);
  expect(agreement.statedShown.raw.reason).toBe('no seller has both');
  expect(ratings.slope.reason).toContain('no seller has answered');
  expect(ratings.retest.reason).toContain('no seller answered twice');
});

test('a seller who answers once in a while is not a seller who does not answer', () => {
  const rare = rows.map((row) =>
    Object.assign({}, row, { trustRating: row.position === 8 ? row.trustRating : null }),
  );
  const { agreement, ratings } = trustOf(rare);
  expect(agreement.statedShown.raw.n).toBe(150);
  expect(agreement.statedShown.disattenuated.reason).toContain('no seller answered twice');
  expect(ratings.slope.estimate).not.toBeNull();
});
