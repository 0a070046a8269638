import { expect, test } from 'vitest';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import type { Stream } from '../../../lib/simulation/stream.ts';
import { normalCdf } from '../../../lib/stats/normal.ts';
import { log, panel, rowsOf, unit } from './panel.ts';

/** A marketplace that shades its forecast x where that gains more than it costs: it sends the m at which its marginal gain
 *  B(m) is beta, ln beta ~ N(mb, sb^2), the truth where B(x) <= beta, the cap where B(cap) >= beta; docs/model.md 1.5. */
function shaded(stream: Stream, s: 1 | -1, scale: 'log' | 'level'): Partial<RoundRow> {
  const [mb, sb, alpha, margin, sd, reach] = [0.2, 0.6, 0.6, 4, 0.3, 0.5];
  const x = 0.4 * stream.normal();
  const y = x + sd * stream.normal();
  const p = x + 0.4 * stream.normal();
  const beta = Math.exp(mb + sb * stream.normal());
  const gain = (m: number): number => {
    const a = p + alpha * (m - p);
    return margin * alpha * (scale === 'log' ? Math.exp(a - m) : 1) * (1 - normalCdf((s * (a - x)) / sd));
  };
  let [near, far] = [0, reach];
  for (let step = 0; step < 50; step++) {
    const middle = (near + far) / 2;
    if (gain(x + s * middle) > beta) near = middle;
    else far = middle;
  }
  const atCap = gain(x + s * reach) >= beta;
  const m = gain(x) <= beta ? x : atCap ? x + s * reach : x + s * near;
  const on = (value: number): number => (scale === 'log' ? unit(value) : 100 + value);
  return {
    priorPlan: on(p),
    recommended: on(m),
    outcome: on(y),
    chosen: on(p + alpha * (m - p) + 0.02 * stream.normal()),
    lowerBound: s === -1 ? on(x - reach) : on(x - 9),
    upperBound: s === 1 ? on(x + reach) : on(x + 9),
    sender: log({ platformForecast: on(x), platformMargin: margin }),
  };
}

test.each([
  ['up', 1, 'log'],
  ['down', -1, 'log'],
  ['up', 1, 'level'],
] as const)('disutility of distortion is recovered: %s, %d, %s', (direction, s, scale) => {
  const rows = panel(400, 5, (stream) => shaded(stream, s, scale));
  const found = rowsOf(rows, { directions: { replenishment: direction }, scale, minGap: 0.02 })[0];
  const { logMean, logSd, median } = found?.disutility ?? { logMean: null, logSd: null, median: null };
  expect(Math.abs((logMean?.estimate ?? 9) - 0.2)).toBeLessThan(3 * (logMean?.se ?? 0));
  expect(Math.abs((logSd?.estimate ?? 9) - 0.6)).toBeLessThan(3 * (logSd?.se ?? 0));
  expect(logMean?.se).toBeLessThan(0.05);
  expect(median).toBeCloseTo(Math.exp(logMean?.estimate ?? 0), 10);
});
