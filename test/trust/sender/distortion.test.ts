import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { streams } from '../../../lib/simulation/stream.ts';
import { normalQuantile } from '../../../lib/stats/normal.ts';
import { trustEmbeddedMessage } from '../../../lib/trust/game/trust-embedded-sender.ts';
import { discountedQuantile } from '../../../lib/trust/game/trust-embedded-receiver.ts';
import { uniformCdf } from '../../../lib/trust/game/uniform-sum.ts';
import { distortionOf } from '../../../lib/trust/sender/distortion.ts';
import {
  fitDisutility,
  marginalGain,
  type DisutilityEvent,
} from '../../../lib/trust/sender/implied-disutility.ts';
import { TREATMENTS } from '../game/treatments.ts';

const reference: Record<string, number[]> = JSON.parse(readFileSync('reference/out/sender.json', 'utf8'));

describe('distortion', () => {
  const sellers = Array.from({ length: 40 }, (_, i) => [
    { x: Math.sin(i), m: Math.sin(i) + (i % 4 === 0 ? 0 : 0.2), atCap: i % 10 === 0 },
    { x: Math.cos(i), m: Math.cos(i) + 0.2, atCap: false },
  ]);

  test('mean, truthful and capped shares, slope', () => {
    const up = distortionOf(sellers, 1);
    expect(up.mean.estimate).toBeCloseTo(0.2 * (70 / 80), 12);
    expect(up.truthfulShare.estimate).toBeCloseTo(10 / 80, 12);
    expect(up.cappedShare.estimate).toBeCloseTo(4 / 80, 12);
    expect(up.slope.estimate).toBeCloseTo(1, 1);
    expect(distortionOf(sellers, -1).mean.estimate).toBeCloseTo(-0.2 * (70 / 80), 12);
  });

  test('not logged: null with a reason', () => {
    expect(distortionOf([], 1).mean).toMatchObject({
      estimate: null,
      reason: expect.stringContaining('platform_forecast'),
    });
  });
});

describe('implied disutility', () => {
  test('against scipy', () => {
    const events = Array.from({ length: 30 }, (_, i): DisutilityEvent => ({
      regime: (['inflated', 'truthful', 'capped'] as const)[i % 3] ?? 'inflated',
      B: Math.exp(0.8 * Math.sin(i) + 1),
    }));
    const [mb = 0, sb = 0, logLikelihood = 0] = reference['disutility'] ?? [];
    const fit = fitDisutility(events.map((event) => [event]));
    expect(fit.mb.estimate).toBeCloseTo(mb, 5);
    expect(fit.sb.estimate).toBeCloseTo(sb, 5);
    expect(fit.logLikelihood).toBeCloseTo(logLikelihood, 8);
  });

  test('senders of the game give their disutility back', () => {
    const game = TREATMENTS['C_H U_H'];
    const stream = streams(77).next().value;
    const [mb, sb, alpha] = [Math.log(8), 0.5, 0.6];
    const kappa = discountedQuantile(game, alpha, game.xi);
    const events = Array.from({ length: 1500 }, (): DisutilityEvent => {
      const x = -150 + 300 * stream.uniform();
      const { z, regime } = trustEmbeddedMessage(game, alpha, x, Math.exp(mb + sb * stream.normal()));
      const sender = { margin: game.retailPrice - game.wholesalePrice, alpha, kappa };
      return { regime, B: marginalGain(sender, z, x, (eps) => uniformCdf(game.eps, eps)) };
    });
    const fit = fitDisutility(events.map((event) => [event]));
    expect(Math.abs((fit.mb.estimate ?? 0) - mb)).toBeLessThan(3 * (fit.mb.se ?? 0));
    expect(Math.abs((fit.sb.estimate ?? 0) - sb)).toBeLessThan(3 * (fit.sb.se ?? 0));
    expect(fit.mb.se).toBeLessThan(0.05);
  });

  test('copies of a seller’s messages add no evidence', () => {
    const events = Array.from({ length: 60 }, (_, i) => ({
      regime: 'inflated' as const,
      B: Math.exp(normalQuantile((i + 0.5) / 60)),
    }));
    const once = fitDisutility(events.map((event) => [event]));
    const twice = fitDisutility(events.map((event) => [event, event]));
    expect(twice.mb.estimate).toBeCloseTo(once.mb.estimate ?? 9, 6);
    expect(twice.mb.se).toBeCloseTo(once.mb.se ?? 9, 6);
    expect(twice.mb.n).toBe(60);
    expect(fitDisutility([events]).mb).toMatchObject({
      se: null,
      reason: expect.stringContaining('one seller'),
    });
  });

  test('messages that all tell the same have no spread to speak of', () => {
    const fit = fitDisutility(Array.from({ length: 30 }, () => [{ regime: 'inflated', B: 2 }]));
    expect(fit.median).toBeCloseTo(2, 6);
    expect(fit.sb).toMatchObject({ se: null, reason: expect.stringContaining('the same') });
  });

  test('of more messages than a call takes arguments', () => {
    const events = Array.from({ length: 150_000 }, (_, i) => ({
      regime: 'inflated' as const,
      B: Math.exp(normalQuantile((i + 0.5) / 150_000)),
    }));
    const fit = fitDisutility(events.map((event) => [event]));
    expect(fit.mb.estimate).toBeCloseTo(0, 5);
    expect(fit.sb.estimate).toBeCloseTo(1, 3);
  });

  test('bounds on one side tell no value; messages that no beta explains are counted', () => {
    const fit = fitDisutility([
      [
        { regime: 'truthful', B: 3 },
        { regime: 'truthful', B: 4 },
      ],
      [{ regime: 'inflated', B: 0 }],
    ]);
    expect(fit.mb).toMatchObject({ estimate: null, reason: expect.stringContaining('bounds') });
    expect(fit.unexplained).toBe(1);
  });
});
