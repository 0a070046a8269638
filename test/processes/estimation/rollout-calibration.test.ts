import { expect, it } from 'vitest';
import { estimateProcesses } from '../../../lib/processes/estimation/estimate-processes.ts';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import { streams } from '../../../lib/simulation/stream.ts';
import { roundRow } from '../../trust/row.ts';
import { registered, SCALE, week } from './marketplace.ts';

/** Two recommenders, one mostly right and one mostly wrong; feedback that reaches sellers week by week makes them tell the two
 *  apart, at the same mean trust. */
function rows(): RoundRow[] {
  const stream = streams(31).next().value;
  return Array.from({ length: 160 }, (_, i) => {
    const begins = i < 60 ? 4 : i < 110 ? 6 : Infinity;
    const own = 0.5 + 0.1 * stream.normal();
    return Array.from({ length: 9 }, (_unused, t) =>
      (['good', 'bad'] as const).map((recommender) => {
        const met = t >= begins ? 1 : 0;
        const gap = (stream.uniform() < 0.5 ? -1 : 1) * (0.2 + 0.3 * stream.uniform());
        const weight = own + (recommender === 'good' ? 0.15 : -0.15) * met;
        return roundRow({
          sellerId: `s${i}`,
          recommender,
          askedAt: week(t),
          position: Date.parse(week(t)),
          recommended: 100 * Math.exp(gap),
          chosen: 100 * Math.exp(weight * gap + 0.03 * stream.normal()),
          outcome: 100 * Math.exp((recommender === 'good' ? 0.9 : 0.1) * gap),
          processes: { feedback: met },
        });
      }),
    ).flat();
  }).flat();
}

it('a rollout can make trust follow quality without moving its level, and both are told', () => {
  const entry = registered({ process: 'feedback', kind: 'feedback', design: 'rollout', startAt: week(4) });
  const [row] = estimateProcesses(rows(), [entry], { scale: SCALE, seed: 1 }).processes;
  expect(row?.effect.lower).toBeLessThan(0);
  expect(row?.effect.upper).toBeGreaterThan(0);
  const calibration = row?.outcomes.find(({ outcome }) => outcome === 'calibration');
  expect(calibration?.estimator).toMatch(/^staggered rollout/);
  expect(calibration?.effect.lower).toBeGreaterThan(0.2);
  expect(Math.abs((calibration?.effect.estimate ?? 0) - 0.3)).toBeLessThan(
    2.5 * (calibration?.effect.se ?? 0),
  );
});
