import { expect, test } from 'vitest';
import { outcomeOf } from '../../../lib/processes/outcomes/outcome.ts';
import { NEVER, panelOf, type RolloutPanel } from '../../../lib/processes/rollout/panel.ts';
import { estimateRollout } from '../../../lib/processes/rollout/rollout.ts';
import { streams } from '../../../lib/simulation/stream.ts';

const EFFECT = 0.1;

/** Trust of larger sellers, x, rises more, their gaps are larger, and they get the process more often. */
function largerSellers(sellers: number): RolloutPanel {
  const stream = streams(71).next().value;
  const x = Float64Array.from({ length: sellers }, () => stream.normal());
  const cohort = Int32Array.from(x, (value) => (stream.uniform() < 1 / (1 + Math.exp(-value)) ? 1 : NEVER));
  const at = Array.from({ length: 2 * sellers }, (_, k) => ({ seller: k >> 1, t: k % 2 }));
  const gap = at.map(({ seller }) => Math.exp(0.4 * (x[seller] ?? 0)) * stream.normal());
  const move = at.map(({ seller, t }, k) => {
    const alpha = 0.5 + t * (0.3 + 0.2 * (x[seller] ?? 0)) + (cohort[seller] === 1 ? t * EFFECT : 0);
    return alpha * (gap[k] ?? 0) + 0.1 * stream.normal();
  });
  const outcome = outcomeOf('trust', {
    y: Float64Array.from(move),
    bases: [Float64Array.from(gap)],
    cluster: Int32Array.from(at, ({ seller }) => seller),
    sellers: Array.from(x, (_, i) => `s${i}`),
  });
  const period = Int32Array.from(at, ({ t }) => t);
  return panelOf(outcome, { period, periods: 2, cohort, covariates: { x, square: x.map((v) => v * v) } });
}

test.each(['doubly robust', 'weights'] as const)(
  '%s: gaps of different sizes with and without the process do not bias the effect on trust',
  (adjust) => {
    const found = estimateRollout(largerSellers(30_000), { adjust, draws: 99 });
    if (!('cells' in found)) throw new Error(found.detail);
    const [cell] = found.cells;
    expect(Math.abs((cell?.estimate ?? 1) - EFFECT)).toBeLessThan(2.5 * (cell?.se ?? 0));
    expect(cell?.se).toBeLessThan(0.015);
  },
);
