import { expect, test } from 'vitest';
import { simulate } from '../../lib/simulation/simulate.ts';
import { defaultSettings, simulatedRecommenders } from '../../lib/simulation/settings.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import { settingsOf } from './settings.ts';

test.each([
  ['level', 2, 'warn', /values in \w+, units are taken together/],
  ['level', 1, 'ok', /^gaps are measured/i],
  ['log', 2, 'ok', /^gaps are measured/i],
] as const)('%s scale, values in %i units: %s', (scale, units, status, detail) => {
  const recommenders = simulatedRecommenders(units);
  const { rows } = simulate({ ...defaultSettings('trust-embedded'), sellers: 25, rounds: 4, recommenders });
  const row = fitTrust(rows, settingsOf({ scale })).health.find(({ check }) => check === 'scale');
  expect(row?.status).toBe(status);
  expect(row?.detail).toMatch(detail);
});
