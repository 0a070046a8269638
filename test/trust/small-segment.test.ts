import { describe, expect, test } from 'vitest';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { simulate } from '../../lib/simulation/simulate.ts';
import { defaultSettings } from '../../lib/simulation/settings.ts';
import { estimateSellers } from '../../lib/trust/estimate-sellers.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import { drawnToEveryone } from '../../lib/trust/small-segment.ts';
import type { SegmentFit } from '../../lib/trust/trust-fit.ts';
import { settingsOf } from './settings.ts';

const fitOf = (theta: number[], variances: number[]): SegmentFit => ({
  estimator: 'kf',
  theta,
  covariance: variances.map((v, j) => variances.map((_, k) => (j === k ? v : 0))),
  unit: 1,
  referenceGap: 1,
});

describe('parameters of a small segment', () => {
  test('docs/model.md 8, DL: the first of five, drawn to another centre by the same weight', () => {
    const peers = [0.1, 0.7, 0.95, 0.3, 0.55].map((a, i) =>
      fitOf([a], [[0.01, 0.01, 0.02, 0.02, 0.0225][i] ?? 0]),
    );
    const [own] = peers;
    const drawn = drawnToEveryone(own ?? fitOf([0], [0]), fitOf([0.5], [0.002]), peers);
    const weight = 0.10579545 / (0.10579545 + 0.01);
    expect(drawn.theta[0]).toBeCloseTo(0.5 - 0.4 * weight, 7);
    expect(drawn.covariance[0]?.[0]).toBeCloseTo(weight ** 2 * 0.01 + (1 - weight) ** 2 * 0.002, 7);
  });
  test('alike segments share everyone’s; what one does not tell is everyone’s', () => {
    const peers = [fitOf([0.5, 0.1], [0.01, 0]), fitOf([0.52, 0.2], [0.01, 0.01])];
    const drawn = drawnToEveryone(peers[0] ?? fitOf([0], [0]), fitOf([0.51, 0.15], [0.005, 0.004]), peers);
    expect(drawn.theta).toEqual([0.51, 0.15]);
    expect(drawn.covariance).toEqual([
      [0.005, 0],
      [0, 0.004],
    ]);
  });
});

test('forty sellers who trust one recommender little are not taken for the hundreds who trust others', () => {
  const settings = { ...defaultSettings('trust-embedded'), rounds: 8, noiseSd: 0.2, initialSd: 0.1 };
  const of = (recommender: string, sellers: number, initialMean: number, seed: number): RoundRow[] =>
    simulate({ ...settings, sellers, initialMean, seed }).rows.map((row) =>
      Object.assign({ ...row }, { recommender, sellerId: `${recommender}-${row.sellerId}` }),
    );
  const rows = [...of('large', 120, 0.8, 1), ...of('other', 120, 0.75, 2), ...of('small', 40, 0.2, 3)];
  const fit = fitTrust(rows, settingsOf());
  expect(Object.keys(fit.segments)).toEqual(['all', 'large', 'other', 'small']);
  expect(fit.dynamics.map(({ segment }) => segment)).toEqual(['all', 'large', 'other']);
  expect(fit.segments['small']?.theta[0]).toBeLessThan(0.3);
  expect(fit.segments['all']?.theta[0]).toBeGreaterThan(0.6);
  expect(fit.health.find(({ check }) => check === 'sample size')?.detail).toContain('of small, with fewer');
  const trust = estimateSellers(rows, fit).sellers.flatMap((row) =>
    row.recommender === 'small' && row.trust !== null ? [row.trust] : [],
  );
  expect(trust.reduce((sum, value) => sum + value, 0) / trust.length).toBeLessThan(0.35);
});
