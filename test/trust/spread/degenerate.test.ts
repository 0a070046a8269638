import { describe, expect, test } from 'vitest';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import { renderReport } from '../../../lib/report/report.ts';
import { simulate } from '../../../lib/simulation/simulate.ts';
import { defaultSettings } from '../../../lib/simulation/settings.ts';
import { estimateSellers } from '../../../lib/trust/estimate-sellers.ts';
import { estimatesSchema, type Estimates } from '../../../lib/trust/estimates.ts';
import { summariseTrust } from '../../../lib/trust/summarise-trust.ts';
import { parseTrustFit, type TrustFit } from '../../../lib/trust/trust-fit.ts';
import { addParts } from '../../../lib/trust/spread/add-parts.ts';
import { ROWS_AT_ONCE, shardsInSample } from '../../../lib/trust/spread/rows-at-once.ts';
import { beginSpread, nextSpread, passOver } from '../../../lib/trust/spread/spread.ts';
import { roundRow } from '../row.ts';
import { settingsOf } from '../settings.ts';
import { inRanges, sampleOf, spreadOver } from './spread-over.ts';

const { rows: usual } = simulate({ ...defaultSettings('trust-embedded'), sellers: 40, rounds: 6 });
const { rows: byButton } = simulate({ ...defaultSettings('trust-embedded', true), sellers: 44, rounds: 3 });

/** A round of each seller and recommender, whatever is not named as in `roundRow`. */
const rounds = (sellers: number, each: number, change: (k: number) => Partial<RoundRow>): RoundRow[] =>
  Array.from({ length: sellers * each }, (_, k) =>
    roundRow({ sellerId: `s${Math.floor(k / each)}`, position: k % each, line: k + 2, ...change(k) }),
  );

function whole(
  rows: readonly RoundRow[],
  share = 0.5,
  change = {},
): { fit: TrustFit; estimates: Estimates; passes: number } {
  const sample = sampleOf(rows, Math.ceil(rows.length * share));
  const { fit, passes } = spreadOver(inRanges(rows, 4), sample, settingsOf(change));
  expect(parseTrustFit(JSON.stringify(fit))).toEqual(fit);
  const parts = inRanges(rows, 4).map((part) => estimateSellers(part, fit));
  const input = { sha256: 'x', rows: rows.length, accepted: rows.length, rejected: 0, rejections: [] };
  const estimates = estimatesSchema.parse(summariseTrust(fit, parts, input));
  expect(renderReport(estimates, { title: 't', tenantName: 'n', downloads: [] })).toContain('</html>');
  return { fit, estimates, passes };
}

describe('a fit over more rows than are held at once', () => {
  test('of one seller, who is not in the sample: says that nothing can be told', () => {
    const { estimates, passes } = whole(
      rounds(1, 40, () => ({ sellerId: 's2' })),
      0.01,
    );
    expect(passes).toBe(1);
    expect(estimates.sample).toEqual({ rows: 0, sellers: 0, ofRows: 40, ofSellers: 1 });
    expect(estimates.trust.overall.estimate).toBeNull();
    expect(estimates.trust.overall.reason).not.toBeNull();
  });

  test('without a decision', () => {
    const { fit, estimates } = whole(rounds(30, 4, () => ({ chosen: null })));
    expect(fit.segments).toEqual({});
    expect(estimates.health.find(({ check }) => check === 'rounds used')?.status).toBe('fail');
    expect(estimates.input.usable.trust.rows).toBe(0);
  });

  test('of rounds that are all the same', () => {
    const { fit } = whole(
      rounds(60, 4, () => ({})),
      0.5,
      { estimator: 'kf' },
    );
    expect(fit.sample?.ofSellers).toBe(60);
    expect(fit.dynamics[0]?.sequences).toBe(60);
  });

  test('names a recommender that the sample does not have, whose sellers everyone’s parameters are for', () => {
    const { fit: without } = whole(usual);
    const sampled = new Set(sampleOf(usual, usual.length / 2).map(({ sellerId }) => sellerId));
    const rare = usual
      .filter(({ sellerId }) => !sampled.has(sellerId))
      .slice(0, 20)
      .map((row) => Object.assign({}, row, { recommender: 'rare' }));
    const { fit, estimates } = whole([...usual, ...rare], (usual.length / 2 + 10) / usual.length);
    expect(fit.recommenders).toEqual(['rare', ...without.recommenders].toSorted());
    expect(Object.keys(estimates.trust.byRecommender)).toContain('rare');
    expect(fit.usable.trust.rows).toBeGreaterThan(without.usable.trust.rows);
  });

  test('counts answers of robots also where the sample has none', () => {
    const sampled = new Set(sampleOf(usual, usual.length / 2).map(({ sellerId }) => sellerId));
    const some = usual.find(({ sellerId }) => !sampled.has(sellerId))?.sellerId;
    const rows = usual.map((row) => (row.sellerId === some ? { ...row, suspect: true as const } : row));
    const { fit, estimates } = whole(rows);
    expect(fit.withoutSuspects?.answers).toBe(6);
    expect(fit.withoutSuspects?.segments).toEqual(fit.segments);
    expect(estimates.trust.withoutSuspects.overall.estimate).not.toBe(estimates.trust.overall.estimate);
  });

  test('by the friction likelihood keeps the parameters of the sample and says so', () => {
    const { fit, passes } = whole(byButton, 0.7);
    expect(fit.segments['all']?.estimator).toBe('qd-adf');
    expect(passes).toBe(1);
    const said = fit.health.find(({ check }) => check === 'sample')?.detail;
    expect(said).toMatch(/^sellers’ trust and its evolution rest on all/u);
    expect(fit.usable.fidelity.rows).toBe(byButton.length);
  });
});

describe('what is refused', () => {
  const state = beginSpread(usual.slice(0, 120), settingsOf({ estimator: 'kf' }), { rows: 240, sellers: 40 });
  const part = passOver(usual, state);

  test('a sample larger than the whole, parts and passes that are not alike', () => {
    expect(() => beginSpread(usual, settingsOf(), { rows: 3, sellers: 40 })).toThrow(RangeError);
    expect(() => beginSpread(usual, settingsOf(), { rows: 300, sellers: 4 })).toThrow(RangeError);
    expect(() => addParts(part, { ...part, pass: 1 })).toThrow('same pass');
    expect(() => addParts(part, { ...part, searches: [] })).toThrow('same pass');
    expect(() => nextSpread(state, { ...part, pass: 1 })).toThrow('pass 0');
    expect(() => nextSpread(state, { ...part, searches: [] })).toThrow('asked for one');
  });

  test('a sample is of whole shards: everybody up to the limit, one shard at least', () => {
    expect(shardsInSample(ROWS_AT_ONCE)).toBe(1024);
    expect(shardsInSample(ROWS_AT_ONCE + 1)).toBe(1023);
    expect(shardsInSample(10_000_000)).toBe(51);
    expect(shardsInSample(100_000_000_000)).toBe(1);
    expect(() => shardsInSample(-1)).toThrow(RangeError);
    expect(() => shardsInSample(1, 0.5)).toThrow(RangeError);
  });
});
