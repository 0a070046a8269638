import { expect, test } from 'vitest';
import { moving, trustOf } from './moving.ts';

const RUNS = 40;

test('intervals of the change and of its parts hold what was planted: bench/change.ts, reduced', () => {
  const held = { change: 0, builders: 0, busters: 0 };
  for (let run = 0; run < RUNS; run++) {
    const panel = { sellers: 40, rounds: 10, se: 0.1, gain: 0.1, loss: 0.2, q: 0.03, seed: 300 + run };
    const { rows, moved } = moving(panel);
    const { change, attribution } = trustOf(rows);
    const parts = { change: change.overall, ...attribution['replenishment'] };
    for (const part of ['change', 'builders', 'busters'] as const) {
      const truth = moved.reduce((sum, each) => sum + each[part], 0) / moved.length;
      const { lower = null, upper = null } = parts[part] ?? {};
      held[part] += Number((lower ?? Infinity) <= truth && truth <= (upper ?? -Infinity));
    }
  }
  // at 95 %, fewer than 34 of 40 have a probability of .003
  for (const [part, count] of Object.entries(held)) expect([part, count >= 34]).toEqual([part, true]);
});
