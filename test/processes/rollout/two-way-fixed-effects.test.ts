import { expect, test } from 'vitest';
import { NEVER, type RolloutPanel } from '../../../lib/processes/rollout/panel.ts';
import { estimateRollout } from '../../../lib/processes/rollout/rollout.ts';
import { streams } from '../../../lib/simulation/stream.ts';
import { rolloutPanel } from './simulated.ts';

/** The coefficient on D of y on sellers, periods and D, on a full panel, by Frisch and Waugh: D less its seller and period means. */
function twoWayFixedEffects({ sellers, periods, numerator, cohort }: RolloutPanel): number {
  const D = Float64Array.from({ length: sellers * periods }, (_, at) => {
    const g = cohort[Math.floor(at / periods)] ?? NEVER;
    return g !== NEVER && at % periods >= g ? 1 : 0;
  });
  const mean = (wanted: (at: number) => boolean): number => {
    const values = D.filter((_, at) => wanted(at));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const bySeller = Array.from({ length: sellers }, (_, i) => mean((at) => Math.floor(at / periods) === i));
  const byPeriod = Array.from({ length: periods }, (_, t) => mean((at) => at % periods === t));
  const all = mean(() => true);
  let [dy, dd] = [0, 0];
  for (const [at, value] of D.entries()) {
    const rest = value - (bySeller[Math.floor(at / periods)] ?? 0) - (byPeriod[at % periods] ?? 0) + all;
    dy += rest * (numerator[at] ?? 0);
    dd += rest * rest;
  }
  return dy / dd;
}

/** Goodman-Bacon (2021): where effects grow and everybody gets the process early or late, those under it long are a comparison whose
 *  growth counts as if it were the times'. */
test('where every effect is positive, two-way fixed effects says negative, and group-time effects do not', () => {
  const panel = rolloutPanel(streams(31).next().value, {
    sellers: 150,
    periods: 12,
    cohorts: [2, 9],
    effect: (g, e) => (g === 2 ? 0.1 + 0.25 * e : 0.05),
    noise: 0.3,
  });
  expect(twoWayFixedEffects(panel)).toBeLessThan(-0.2);
  const found = estimateRollout(panel);
  if (!('cells' in found)) throw new Error(found.detail);
  const { effect } = found;
  if (effect.kind === 'refused') throw new Error(effect.detail);
  // of cohort 2 alone: cohort 9 has no comparison left, e = 0 .. 6
  const truth = 0.1 + 0.25 * 3;
  expect(effect.lower).toBeGreaterThan(0);
  expect(Math.abs(effect.estimate - truth)).toBeLessThan(2 * effect.se);
  expect(found.gone.map(({ gone }) => gone)).toContain('too few sellers');
});
