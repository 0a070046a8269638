import { expect, test } from 'vitest';
import { poolEstimates } from '../../../lib/stats/der-simonian-laird.ts';
import { fitTrust } from '../../../lib/trust/fit-trust.ts';
import { roundRow } from '../row.ts';
import { settingsOf } from '../settings.ts';

/** Slopes of the forecast-sharing game: Özer, Zheng & Chen (2011) and its replications at Cornell and Michigan (Davis et
 *  al. 2023, as transcribed in public): docs/model.md 7.1; T1a stands in
 *  test/stats/clustered-line.test.ts. Slope, standard error, subjects. */
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
