import { describe, expect, test } from 'vitest';
import { simulate } from '../../lib/simulation/simulate.ts';
import { defaultSettings } from '../../lib/simulation/settings.ts';
import { estimateSellers } from '../../lib/trust/estimate-sellers.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import { summariseTrust } from '../../lib/trust/summarise-trust.ts';
import { settingsOf } from './settings.ts';

const INPUT = { sha256: '', rows: 0, accepted: 0, rejected: 0, rejections: [] };

/** 60 sellers with 12 rounds; of the first only one round is left, with a gap that tells next to nothing, and of the
 *  second none with a plan of her own. */
const { rows } = simulate({ ...defaultSettings('trust-embedded'), sellers: 60, rounds: 12 });
const thinned = rows.flatMap((row) => {
  if (row.sellerId === 's01')
    return row.position === 1 ? [{ ...row, recommended: (row.priorPlan ?? 0) * 1.021 }] : [];
  return row.sellerId === 's02' ? [{ ...row, priorPlan: null }] : [row];
});
const fit = fitTrust(thinned, settingsOf());
const part = estimateSellers(thinned, fit);

describe('one seller is told apart only where that says something: docs/model.md 6.14', () => {
  test('trust with a standard deviation above .15 is null, and says why', () => {
    const [first, second, ...others] = part.sellers;
    expect(first).toMatchObject({ trust: null, trustLower: null, trustUpper: null });
    expect(first?.reason).toBe('standard deviation above 0.15');
    expect(second).toMatchObject({ trust: null, reason: 'no usable decision' });
    for (const { trust, trustLower, trustUpper, reason } of others) {
      expect(trust).not.toBeNull();
      expect(reason).toBeNull();
      expect((trustUpper ?? 0) - (trustLower ?? 0)).toBeLessThanOrEqual(2 * 1.96 * 0.15 + 1e-3);
    }
  });

  test('the health box counts them, whatever the split; the mean holds all whose trust was estimated', () => {
    const halves = [true, false].map((early) =>
      estimateSellers(
        thinned.filter(({ sellerId }) => sellerId < 's31' === early),
        fit,
      ),
    );
    for (const parts of [[part], halves, halves.toReversed()]) {
      const { health, trust } = summariseTrust(fit, parts, INPUT);
      const row = health.find(({ check }) => check === 'trust by seller');
      expect(row?.detail).toBe(
        'trust of 58 of 60 sellers with a recommender is told one by one; not that of 1: no usable decision, 1: standard deviation above 0.15',
      );
      expect(trust.overall.n).toBe(59);
    }
  });
});

describe('a period or a comparison of fewer than 20 sellers says too little: docs/model.md 6.14', () => {
  const few = thinned.filter(({ sellerId, position }) => position !== 3 || sellerId <= 's20');

  test('its mean is null, and the estimates say why; trust now is told of any number', () => {
    const { evolution, reasons } = summariseTrust(fit, [estimateSellers(few, fit)], INPUT);
    const third = evolution.find(({ period }) => period === '3');
    expect(third?.sellers).toBeLessThan(20);
    expect(third).toMatchObject({ mean: null, lower: null, upper: null });
    expect(evolution.filter(({ mean }) => mean === null)).toEqual([third]);
    expect(reasons['evolution']).toBe('not told: periods in which fewer than 20 sellers decided');
    const some = few.filter(({ sellerId }) => sellerId < 's09');
    const { trust } = summariseTrust(fit, [estimateSellers(some, fit)], INPUT);
    expect(trust.overall.estimate).not.toBeNull();
    expect(trust.change.overall.estimate).toBeNull();
    expect(trust.change.overall.n).toBeGreaterThan(0);
  });
});
