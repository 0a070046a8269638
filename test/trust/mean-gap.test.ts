import { expect, test } from 'vitest';
import { simulate } from '../../lib/simulation/simulate.ts';
import { defaultSettings } from '../../lib/simulation/settings.ts';
import { estimateSellers } from '../../lib/trust/estimate-sellers.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import { summariseTrust } from '../../lib/trust/summarise-trust.ts';
import { settingsOf } from './settings.ts';

const INPUT = { sha256: '', rows: 0, accepted: 0, rejected: 0, rejections: [] };

test('the gap to the benchmark is as uncertain as trust: the benchmark is known', () => {
  const { rows } = simulate({ ...defaultSettings('trust-embedded'), sellers: 100, rounds: 8, noiseSd: 0.3 });
  const fit = fitTrust(rows, settingsOf());
  const { trust } = summariseTrust(fit, [estimateSellers(rows, fit)], INPUT);
  expect(trust.calibration.gap.n).toBe(trust.overall.n);
  expect(trust.calibration.gap.se).toBeCloseTo(trust.overall.se ?? Number.NaN, 12);
});

test('sellers who saw no outcome are in the mean of trust, not in that of gaps', () => {
  const { rows } = simulate({ ...defaultSettings('trust-embedded'), sellers: 40, rounds: 8 });
  const blind = rows.map((row) => Object.assign(row, { outcomeSeen: row.sellerId >= 's11' }));
  const fit = fitTrust(blind, settingsOf());
  const { trust } = summariseTrust(fit, [estimateSellers(blind, fit)], INPUT);
  expect([trust.overall.n, trust.calibration.gap.n]).toEqual([40, 30]);
});

test('a mean under the published prior says that its interval takes the parameters as known', () => {
  const { rows } = simulate({ ...defaultSettings('trust-embedded'), sellers: 15, rounds: 8 });
  const fit = fitTrust(rows, settingsOf());
  const { trust } = summariseTrust(fit, [estimateSellers(rows, fit)], INPUT);
  expect(trust.overall).toMatchObject({ n: 15, reason: expect.stringContaining('published prior') });
});
