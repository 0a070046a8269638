import { describe, expect, test } from 'vitest';
import { streams } from '../../../lib/simulation/stream.ts';
import { clusteredLine } from '../../../lib/stats/clustered-line.ts';
import { poolEstimates } from '../../../lib/stats/der-simonian-laird.ts';
import { fitTrust } from '../../../lib/trust/fit-trust.ts';
import { roundRow } from '../row.ts';
import { settingsOf } from '../settings.ts';

/** Slopes of the forecast-sharing game: Özer, Zheng & Chen (2011) and its replications at Cornell and Michigan (Davis et
 *  al. 2023, as transcribed in public): docs/model.md 7.1. Slope, standard error, subjects. */
const REPORT_ON_FORECAST = [
  [0.643, 0.052, 8],
  [0.716, 0.046, 44],
  [0.749, 0.046, 46],
] as const;
const CAPACITY_ON_REPORT = [
  [0.662, 0.07, 8],
  [0.609, 0.051, 44],
  [0.587, 0.051, 46],
] as const;

test.each([
  ['report on forecast', REPORT_ON_FORECAST, 0.7073, 0.0276, 2.387],
  ['capacity on report', CAPACITY_ON_REPORT, 0.6114, 0.0321, 0.754],
])('three studies pooled: %s', (_name, studies, slope, se, q) => {
  const pool = poolEstimates(studies.map(([a, error]) => ({ a, v: error ** 2 })));
  expect(pool.fixed).toBeCloseTo(slope, 4);
  expect(1 / Math.sqrt(studies.reduce((sum, [, error]) => sum + error ** -2, 0))).toBeCloseTo(se, 4);
  expect(pool.q).toBeCloseTo(q, 3);
});

test('the prior of few sellers is the pooled slope and the spread of people behind its errors, docs/model.md 6.6', () => {
  const spreads = CAPACITY_ON_REPORT.map(([, se, n]) => se * Math.sqrt(n));
  [0.2, 0.34, 0.35].forEach((sd, i) => expect(spreads[i]).toBeCloseTo(sd, 2));
  const rows = [100, 120, 135].map((chosen, k) => roundRow({ position: k + 1, line: k + 2, chosen }));
  const [mean, sd = Number.NaN] = fitTrust(rows, settingsOf()).segments['all']?.theta ?? [];
  expect(mean).toBe(0.61);
  expect(sd).toBe(0.33);
  expect(sd).toBeGreaterThan(Math.min(...spreads));
  expect(sd).toBeLessThan(Math.max(...spreads));
});

/** Capacity K = 250 + alpha_i z + e of suppliers who differ in trust. */
function suppliers(seed: number, n: number, sd: number): [number, number][][] {
  const each = streams(seed);
  return Array.from({ length: n }, () => {
    const stream = each.next().value;
    const alpha = 0.6 + sd * stream.normal();
    return Array.from({ length: 50 }, (): [number, number] => {
      const z = -150 + 300 * stream.uniform();
      return [z, 250 + alpha * z + 40 * stream.normal()];
    });
  });
}

describe('T1a: the standard error of a slope is that of people, not of rounds', () => {
  test.each([
    [8, 0.2, 0.07, 0.01],
    [46, 0.34, 0.051, 0.006],
  ])('%d suppliers of 50 rounds, sd %d: %d +- %d', (n, sd, published, tolerance) => {
    const errors = Array.from({ length: 200 }, (_, run) => {
      const [, , variance = Number.NaN] = clusteredLine(suppliers(run + 1, n, sd))?.covariance ?? [];
      return Math.sqrt(variance);
    });
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(Math.abs(mean - published)).toBeLessThan(tolerance);
  });
});
