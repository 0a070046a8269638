import { expect, test } from 'vitest';
import { streams, type Stream } from '../../../lib/simulation/stream.ts';
import { jitterTrust, type JitteredDecision } from '../../../lib/trust/sender/jitter-trust.ts';

/** Common information, docs/model.md 6.11: between plan and choice the seller learns something of y herself,
 *  a = p + alpha g + kc (y - p) + e, alpha .5, kc .3. */
function decision(stream: Stream, kc: number): JitteredDecision {
  const y = 0.5 * stream.normal();
  const p = y + 0.4 * stream.normal();
  const z = 0.05 * stream.normal();
  const g = y + 0.3 * stream.normal() + z - p;
  return { g, z, d: 0.5 * g + kc * (y - p) + 0.1 * stream.normal() };
}

const sample = (seed: number, sellers: number, rounds: number, kc: number): JitteredDecision[][] => {
  const each = streams(seed);
  return Array.from({ length: sellers }, () => {
    const stream = each.next().value;
    return Array.from({ length: rounds }, () => decision(stream, kc));
  });
};

test('least squares takes common information for trust, the jitter does not', () => {
  const sellers = sample(78, 2000, 25, 0.3);
  const all = sellers.flat();
  const slope = all.reduce((sum, { d, g }) => sum + d * g, 0) / all.reduce((sum, { g }) => sum + g * g, 0);
  expect(slope).toBeCloseTo(0.685, 1);
  const { estimate, se } = jitterTrust(sellers);
  expect(Math.abs((estimate ?? 0) - 0.5)).toBeLessThan(3 * (se ?? 0));
  expect(se).toBeLessThan(0.03);
});

test('its standard error is the spread of its estimates', () => {
  const runs = Array.from({ length: 200 }, (_, n) => jitterTrust(sample(1000 + n, 400, 5, 0.3)));
  const estimates = runs.map(({ estimate }) => estimate ?? 0);
  const mean = estimates.reduce((sum, value) => sum + value, 0) / runs.length;
  const sd = Math.sqrt(estimates.reduce((sum, value) => sum + (value - mean) ** 2, 0) / runs.length);
  const se = runs.reduce((sum, run) => sum + (run.se ?? 0), 0) / runs.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan((3 * sd) / Math.sqrt(runs.length) + 0.005);
  expect(se / sd).toBeGreaterThan(0.88);
  expect(se / sd).toBeLessThan(1.12);
});

test('no jitter, one seller: null with a reason', () => {
  expect(jitterTrust([[{ d: 1, g: 2, z: 0 }]])).toMatchObject({
    estimate: null,
    reason: expect.stringContaining('random'),
  });
  expect(jitterTrust([[{ d: 1, g: 2, z: 0.1 }]])).toMatchObject({ estimate: 0.5, se: null });
});
