import { describe, expect, test } from 'vitest';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import type { Stream } from '../../../lib/simulation/stream.ts';
import type { Sender } from '../../../lib/trust/estimates.ts';
import { amounts, log, onLogs, panel, rowsOf, unit } from './panel.ts';

const plain = (stream: Stream, bias = 0): Partial<RoundRow> => {
  const { p, m, y } = amounts(stream, bias);
  return onLogs(p, m, y, (p + m) / 2);
};

describe('every recommender has a row', () => {
  const rows = panel(300, 4, (stream, _, t) => ({
    ...plain(stream, t < 2 ? 0.08 : 0),
    recommender: t < 2 ? 'leaning' : 'straight',
  }));
  const found = rowsOf(rows, { directions: { leaning: 'up' } });

  test('with its bias, held at all looks, its skill and how often it was closer', () => {
    const [leaning, straight] = found;
    expect(found.map(({ recommender, direction }) => [recommender, direction])).toEqual([
      ['leaning', 'up'],
      ['straight', null],
    ]);
    expect(leaning).toMatchObject({ rounds: 600, sellers: 300 });
    expect(leaning?.bias.lower).toBeLessThan(0.08);
    expect(leaning?.bias.upper).toBeGreaterThan(0.08);
    expect(leaning?.bias.anytime.lower).toBeLessThan(leaning?.bias.lower ?? 0);
    expect(leaning?.line.p).toBeLessThan(0.001);
    expect(straight?.bias.lower).toBeLessThan(0);
    const skill = straight?.skill;
    expect(Math.abs((skill?.estimate ?? 9) - (1 - 0.09 / 0.16))).toBeLessThan(3 * (skill?.se ?? 0));
    expect(straight?.betterShare.lower).toBeGreaterThan(0.5);
  });

  test('what the data do not hold is null and names the column', () => {
    for (const { fractile, distortion, disutility, jitterTrust } of found) {
      expect(fractile).toMatchObject({ z: null, p: null, target: null });
      expect(fractile.reason).toContain('underage_cost');
      for (const quantity of Object.values(distortion)) {
        expect(quantity.estimate).toBeNull();
        expect(quantity.reason).toContain('platform_forecast');
      }
      expect(disutility.reason).toContain('platform_forecast');
      expect(jitterTrust).toMatchObject({ estimate: null });
      expect(jitterTrust.reason).toContain('recommended_before_jitter');
    }
  });
});

describe('fractile', () => {
  test('docs/model.md 8, from rows: 86 of 100 at costs 4 and 1', () => {
    const rows = panel(100, 1, (_, i) => ({
      recommended: i < 86 ? 150 : 149,
      outcome: 150,
      sender: log({ underageCost: 4, overageCost: 1 }),
    }));
    const fractile = rowsOf(rows)[0]?.fractile;
    expect(fractile?.target).toBeCloseTo(0.8, 12);
    expect(fractile).toMatchObject({ method: 'normal', reason: null });
    expect(fractile?.share.estimate).toBe(0.86);
    expect(fractile?.z).toBeCloseTo(1.5, 7);
  });

  test('an outcome that is only a bound is judged where it can be', () => {
    const censored = { censored: true, fidelity: null };
    const costs = log({ underageCost: 1, overageCost: 1 });
    const rows = panel(40, 1, (_, i) => ({
      recommended: 100,
      outcome: i < 10 ? 90 : 110,
      outcomeLog: i < 10 || i > 35 ? censored : null,
      sender: costs,
    }));
    expect(rowsOf(rows)[0]?.fractile.share).toMatchObject({ estimate: 0, n: 30 });
    expect(rowsOf(rows)[0]?.bias).toMatchObject({ n: 26, reason: expect.stringContaining('outcome: 14;') });
  });
});

describe('distortion', () => {
  const rows = panel(200, 3, (stream) => {
    const { y, p, m } = amounts(stream);
    const z = 0.05 * stream.normal();
    const shifted = m - 0.1 + z;
    return {
      ...onLogs(p, shifted, y, (p + shifted) / 2),
      sender: log({ platformForecast: unit(m), beforeJitter: unit(m - 0.1) }),
    };
  });

  test('is of the value before the jitter, in the marketplace’s favour', () => {
    const { distortion } = rowsOf(rows, { directions: { replenishment: 'down' } })[0] as Sender;
    expect(distortion.mean.estimate).toBeCloseTo(0.1, 10);
    expect(distortion.truthfulShare.estimate).toBe(0);
    expect(distortion.slope.estimate).toBeCloseTo(1, 10);
    expect(distortion.cappedShare.reason).toContain('lower_bound');
  });

  test('without a direction says so, and has no disutility', () => {
    const { distortion, disutility } = rowsOf(
      rows.map((each) => Object.assign({}, each, { sender: { ...each.sender, platformMargin: 2 } })),
    )[0] as Sender;
    expect(distortion.mean.estimate).toBeCloseTo(-0.1, 10);
    expect(distortion.mean.reason).toContain('not set');
    expect(disutility.reason).toContain('--direction');
  });
});

/** docs/model.md 6.11: a = p + alpha g + kc (y - p) + e. */
const jittered = (stream: Stream, kc: number): Partial<RoundRow> => {
  const { y, p, m } = amounts(stream);
  const shifted = m + 0.05 * stream.normal();
  const a = p + 0.5 * (shifted - p) + kc * (y - p) + 0.1 * stream.normal();
  return { ...onLogs(p, shifted, y, a), sender: log({ beforeJitter: unit(m) }) };
};

describe('jitter', () => {
  test('frees trust from what sellers and outcomes share', () => {
    const [found] = rowsOf(panel(1500, 8, (stream) => jittered(stream, 0.3)));
    const { estimate = null, se = null, reason } = found?.jitterTrust ?? {};
    expect(Math.abs((estimate ?? 0) - 0.5)).toBeLessThan(3 * (se ?? 0));
    expect(se).toBeLessThan(0.05);
    expect(reason).toBeNull();
  });

  test('is called weak where it is small beside the gaps', () => {
    const [found] = rowsOf(panel(20, 2, (stream) => jittered(stream, 0)));
    expect(found?.jitterTrust.reason).toContain('small beside the gaps');
  });
});
