import { expect, test } from 'vitest';
import { streams } from '../../../lib/simulation/stream.ts';
import { poolEstimates } from '../../../lib/stats/der-simonian-laird.ts';

/** docs/model.md 6.6: sellers' own slopes, and drawn to their mean. Noise .3, gaps N(0, .5^2), trust N(.5, .2^2). */
interface Seller {
  readonly alpha: number;
  readonly a: number; // sum d g / sum g^2
  readonly gg: number; // sum g^2
  readonly residual: number; // sum (d - a g)^2
}

function sellersOf(n: number, T: number, seed: number): Seller[] {
  const each = streams(seed);
  return Array.from({ length: n }, () => {
    const stream = each.next().value;
    const alpha = 0.5 + 0.2 * stream.normal();
    const g = Array.from({ length: T }, () => 0.5 * stream.normal());
    const d = g.map((gap) => alpha * gap + 0.3 * stream.normal());
    const gg = g.reduce((sum, gap) => sum + gap * gap, 0);
    const a = g.reduce((sum, gap, k) => sum + gap * (d[k] ?? 0), 0) / gg;
    return { alpha, a, gg, residual: g.reduce((sum, gap, k) => sum + ((d[k] ?? 0) - a * gap) ** 2, 0) };
  });
}

const rmse = (values: readonly number[], truth: readonly Seller[]): number =>
  Math.sqrt(truth.reduce((sum, { alpha }, i) => sum + ((values[i] ?? 0) - alpha) ** 2, 0) / truth.length);

test.each([
  [3, 0.553, 0.175, 0.15], // own slopes of few rounds have errors with heavy tails
  [5, 0.349, 0.167, 0.08],
  [10, 0.213, 0.141, 0.05],
  [20, 0.138, 0.113, 0.05],
])('2,000 sellers of %d rounds: error of own slopes %d, of drawn ones %d', (T, raw, shrunk, tolerance) => {
  const sellers = sellersOf(2000, T, 66);
  const se2 = sellers.reduce((sum, { residual }) => sum + residual, 0) / (2000 * (T - 1));
  const pool = poolEstimates(sellers.map(({ a, gg }) => ({ a, v: se2 / gg })));
  expect(
    Math.abs(
      rmse(
        sellers.map(({ a }) => a),
        sellers,
      ) /
        raw -
        1,
    ),
  ).toBeLessThan(tolerance);
  expect(
    Math.abs(
      rmse(
        pool.shrunk.map(({ mean }) => mean),
        sellers,
      ) /
        shrunk -
        1,
    ),
  ).toBeLessThan(0.05);
});
