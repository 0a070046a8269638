import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { normalCdf, normalLogCdf, normalQuantile } from '../../lib/stats/normal.ts';

/** u, Phi(u), ln Phi(u) for u = -40, -39.5, .., 10, in 60 digits: reference/normal.py. */
const file: Record<string, [number, number, number][]> = JSON.parse(
  readFileSync('reference/out/normal.json', 'utf8'),
);
const table = file['u, Phi(u), ln Phi(u)'] ?? [];

describe('the normal distribution to 1e-12, docs/model.md 6.13', () => {
  test('the table is there', () => expect(table).toHaveLength(101));

  test('Phi, in the lower tail relative to its size', () => {
    for (const [u, p] of table) {
      expect(Math.abs(normalCdf(u) - p)).toBeLessThan(1e-12);
      expect(Math.abs(normalCdf(u) - p)).toBeLessThanOrEqual(1e-12 * p);
    }
  });

  test('ln Phi, also where Phi is zero or one', () => {
    for (const [u, , logP] of table) expect(Math.abs(normalLogCdf(u) / logP - 1)).toBeLessThan(1e-12);
  });

  test('ln Phi below -8 is its asymptotic series', () => {
    for (const [u, , logP] of table.filter(([x]) => x < -20)) {
      const x = u * u;
      const series = 1 - 1 / x + 3 / x ** 2 - 15 / x ** 3 + 105 / x ** 4;
      const asymptotic = -x / 2 - Math.log(-u) - 0.5 * Math.log(2 * Math.PI) + Math.log(series);
      expect(Math.abs(normalLogCdf(u) - asymptotic)).toBeLessThan(1e-9);
      expect(Math.abs(logP - asymptotic)).toBeLessThan(1e-9);
    }
  });

  test('the quantile undoes Phi from -5 to 5', () => {
    for (const [u, p] of table.filter(([x]) => Math.abs(x) <= 5))
      expect(Math.abs(normalQuantile(p) - u)).toBeLessThan(1e-9);
  });
});
