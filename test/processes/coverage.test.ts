import { expect, test } from 'vitest';
import { streams } from '../../lib/simulation/stream.ts';
import { told } from './columns.ts';
import { DESIGNS, plannedDynamic, rollout } from './coverage-designs.ts';

const RUNS = 150; // 2,000 in bench/processes-coverage.ts
const SPAN = 2.33 * Math.sqrt((0.95 * 0.05) / RUNS);

test.each(DESIGNS)('95 %% intervals cover: $name', ({ run }) => {
  const each = streams(63);
  let covered = 0;
  for (let k = 0; k < RUNS; k++) {
    const { found, truth } = run(each.next().value);
    const { lower, upper } = told(found);
    if (lower <= truth && truth <= upper) covered += 1;
  }
  expect(covered / RUNS).toBeGreaterThan(0.93 - SPAN);
  expect(covered / RUNS).toBeLessThanOrEqual(Math.min(1, 0.97 + SPAN));
});

test('bands of a rollout cover all of an event study at once; intervals of one do not', () => {
  const each = streams(62);
  let [all, alone] = [0, 0];
  for (let k = 0; k < RUNS; k++) {
    const { dynamic } = rollout(each.next().value);
    const inside = (low: 'lower' | 'bandLower', high: 'upper' | 'bandUpper'): boolean =>
      dynamic.every((point) => point[low] <= plannedDynamic(point) && plannedDynamic(point) <= point[high]);
    if (inside('bandLower', 'bandUpper')) all += 1;
    if (inside('lower', 'upper')) alone += 1;
  }
  expect(all / RUNS).toBeGreaterThan(0.93 - SPAN);
  expect(alone / RUNS).toBeLessThan(0.9);
});
