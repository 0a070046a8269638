import { describe, expect, test } from 'vitest';
import { pathsCsv } from '../../../lib/report/data-files.ts';
import { defaultSettings } from '../../../lib/simulation/settings.ts';
import { simulate } from '../../../lib/simulation/simulate.ts';
import { sellerPaths } from '../../../lib/trust/evolution/seller-paths.ts';
import { fitTrust } from '../../../lib/trust/fit-trust.ts';
import { goldenRows } from '../golden-sellers.ts';
import { settingsOf } from '../settings.ts';

describe('trust of every seller at every decision', () => {
  test('docs/model.md 8, sellers A to C under known parameters: filtered and smoothed', () => {
    const segments = {
      all: {
        estimator: 'kf' as const,
        theta: [0.5, 0.2, 0.1, 0.2, 0.03, Math.log(0.1), 0],
        covariance: [],
        unit: 1,
        referenceGap: 0.3,
      },
    };
    const fit = { ...fitTrust([], settingsOf({ scale: 'level' })), minGap: 0.02, segments };
    const paths = [...sellerPaths(goldenRows, fit)];
    const of = (seller: string) => paths.filter(({ sellerId }) => sellerId === seller);
    const filtered = [0.5, 0.53062075, 0.56901136, 0.42811914, 0.45932979];
    const smoothed = [0.43165072, 0.46683844, 0.49052639, 0.41411236, 0.45932979];
    expect(of('A').map((row) => row.filtered.trust.toFixed(7))).toEqual(filtered.map((m) => m.toFixed(7)));
    expect(of('A').map((row) => row.smoothed.trust.toFixed(7))).toEqual(smoothed.map((m) => m.toFixed(7)));
    const [first] = of('B');
    expect(first?.filtered.trust).toBeCloseTo(0.7, 7);
    expect(first?.filtered.upper).toBeCloseTo(0.7 + 1.959964 * Math.sqrt(0.02), 6);
  });

  test.each([false, true])(
    'hindsight is no less sure, and ends where the filter does; by button: %s',
    (buttons) => {
      const { rows } = simulate({ ...defaultSettings('trust-embedded', buttons), sellers: 30, rounds: 8 });
      const fit = fitTrust(rows, settingsOf());
      const paths = [...sellerPaths(rows, fit)];
      expect(paths).toHaveLength(fit.usable.trust.rows);
      const width = (key: 'filtered' | 'smoothed') =>
        paths.reduce((sum, row) => sum + row[key].upper - row[key].lower, 0);
      expect(width('smoothed')).toBeLessThan(width('filtered'));
      const last = paths.filter(({ sellerId }, i) => paths[i + 1]?.sellerId !== sellerId);
      for (const { filtered, smoothed } of last) {
        expect(filtered.trust).toBeCloseTo(smoothed.trust, 10);
        expect(filtered.upper).toBeCloseTo(smoothed.upper, 10);
      }
      expect(pathsCsv(paths).split('\r\n')).toHaveLength(paths.length + 2);
    },
  );

  test('nobody to follow, no rows', () => {
    expect([...sellerPaths([], fitTrust([], settingsOf()))]).toEqual([]);
    expect(pathsCsv([])).toMatch(/^seller_id,recommender,round,asked_at,filtered,.*smoothed_upper\r\n$/);
  });
});
