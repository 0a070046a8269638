import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { trustEmbeddedCapacity } from '../../../lib/trust/game/trust-embedded-receiver.ts';
import {
  impliedDisutility,
  trustEmbeddedMessage,
  type ImpliedDisutility,
} from '../../../lib/trust/game/trust-embedded-sender.ts';
import { NAMES, TREATMENTS } from './treatments.ts';

const game = TREATMENTS['C_H U_H'];

test.each([
  [0, [41.91, 150, 150]],
  [2, [8.58, 150, 150]],
  [5, [-41.42, 125.25, 150]],
  [10, [-100, 41.91, 150]],
  [14.9, [-100, 0, 126.91]],
  [20, [-100, 0, 100]],
])('messages at xi = -100, 0, 100 with alpha .6, docs/model.md 7.5: beta %d', (beta, expected) => {
  const found = [-100, 0, 100].map((xi) => trustEmbeddedMessage(game, 0.6, xi, beta).z);
  found.forEach((z, i) => expect(z).toBeCloseTo(expected[i] ?? 0, 2));
});

test('an inflated message gives its beta back, docs/model.md 1.5', () => {
  const { z, regime } = trustEmbeddedMessage(game, 0.6, 0, 10);
  expect(regime).toBe('inflated');
  expect(z).toBeCloseTo(41.911977, 6);
  expect(impliedDisutility(game, 0.6, 0, z)).toMatchObject({ regime: 'inflated' });
  expect(impliedDisutility(game, 0.6, 0, z)).toHaveProperty('beta', expect.closeTo(10, 6));
});

const situations = fc.record({
  name: fc.constantFrom(...NAMES),
  alpha: fc.double({ min: 0.05, max: 1, noNaN: true }),
  xi: fc.double({ min: -150, max: 149, noNaN: true }),
  beta: fc.double({ min: 0, max: 25, noNaN: true }),
});

test('no other message would serve the sender better', () => {
  fc.assert(
    fc.property(situations, ({ name, alpha, xi, beta }) => {
      const played = TREATMENTS[name];
      const utility = (z: number): number => {
        const K = trustEmbeddedCapacity(played, alpha, z, 'untruncated') - played.mu - xi;
        return 25 * leastOf(played.eps.high, K) - beta * Math.abs(z - xi);
      };
      const best = utility(trustEmbeddedMessage(played, alpha, xi, beta).z);
      for (let z = -150; z <= 150; z += 0.5) expect(utility(z)).toBeLessThanOrEqual(best + 1e-9);
    }),
    { seed: 73, numRuns: 300 },
  );
});

/** E min(eps, K), eps uniform on [-e, e]. */
function leastOf(e: number, K: number): number {
  if (K <= -e) return K;
  return K >= e ? 0 : K - (K + e) ** 2 / (4 * e);
}

test('every message tells of the beta that sent it', () => {
  fc.assert(
    fc.property(situations, ({ name, alpha, xi, beta }) => {
      const { z, regime } = trustEmbeddedMessage(TREATMENTS[name], alpha, xi, beta);
      const implied = impliedDisutility(TREATMENTS[name], alpha, xi, z);
      expect(contains(implied, beta)).toBe(true);
      expect(regime === implied.regime || z - xi < 1e-9).toBe(true);
    }),
    { seed: 74, numRuns: 300 },
  );
});

function contains(implied: ImpliedDisutility, beta: number): boolean {
  if (implied.regime === 'truthful') return implied.atLeast <= beta + 1e-9;
  if (implied.regime === 'capped') return implied.atMost >= beta - 1e-9;
  return implied.regime === 'inflated' && Math.abs(implied.beta - beta) < 1e-6;
}

test('a message below the truth is none that any beta would send', () => {
  expect(impliedDisutility(game, 0.6, 20, 10)).toEqual({ regime: 'deflated' });
});

test('a sender nobody believes tells the truth', () => {
  expect(trustEmbeddedMessage(game, 0, 20, 0)).toEqual({ z: 20, regime: 'truthful' });
});
