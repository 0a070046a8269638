import { describe, expect, test } from 'vitest';
import {
  conditional,
  membership,
  unconditional,
  type Change,
  type Changes,
} from '../../../lib/processes/rollout/two-by-two.ts';
import { streams } from '../../../lib/simulation/stream.ts';

/** Changes of n sellers: who is in the cohort depends on x, and so does the change. */
function changes(n: number, seed: number, wrong: 'nothing' | 'outcome' | 'cohort' = 'nothing'): Changes {
  const stream = streams(seed).next().value;
  const rows = Array.from({ length: n }, () => {
    const x = stream.normal();
    const bend = x * x - 1;
    const lean = 0.6 * x + (wrong === 'cohort' ? 0.7 * bend : 0);
    const d = stream.uniform() < 1 / (1 + Math.exp(-lean)) ? 1 : 0;
    const dy = 0.3 * d + 0.8 * x + (wrong === 'outcome' ? 0.6 * bend : 0) + stream.normal();
    return { x, d, dy };
  });
  const column = (of: (row: (typeof rows)[number]) => number): Float64Array => Float64Array.from(rows, of);
  return { dy: column((r) => r.dy), d: column((r) => r.d), X: [column(() => 1), column((r) => r.x)] };
}

function given(all: Changes, adjust: 'doubly robust' | 'weights'): ReturnType<typeof conditional> {
  const cohort = membership(all);
  if (cohort === 'no overlap') throw new Error(cohort);
  return conditional(all, adjust, cohort);
}

const ways = {
  unconditional: (all: Changes) => unconditional(all),
  'doubly robust': (all: Changes) => given(all, 'doubly robust'),
  'outcome regression': (all: Changes) => conditional(all, 'outcome regression', null),
  weights: (all: Changes) => given(all, 'weights'),
};

function found(change: ReturnType<typeof conditional>): Change {
  if (typeof change === 'string') throw new Error(change);
  return change;
}

const length = (values: Float64Array): number => Math.hypot(...values);

/** The jackknife knows nothing of any influence function: leave a seller out, and see. */
describe.each(Object.entries(ways))('%s', (_, way) => {
  test('psi is what leaving a seller out does', () => {
    const all = changes(400, 11);
    const { effect, psi } = found(way(all));
    const n = all.dy.length;
    const without = (i: number): number => {
      const rest = (column: Float64Array): Float64Array => column.filter((__, k) => k !== i);
      return found(way({ dy: rest(all.dy), d: rest(all.d), X: all.X.map(rest) })).effect;
    };
    const jackknife = Float64Array.from({ length: n }, (__, i) => (n - 1) * (effect - without(i)));
    const off = psi.map((value, i) => value - (jackknife[i] ?? 0));
    expect(length(off)).toBeLessThan(0.05 * length(psi)); // the rest is of second order, 1/n
    expect(psi.reduce((sum, value) => sum + value, 0) / n).toBeCloseTo(0, 10);
  });
});

/** How far an estimate is off with one model wrong. */
function offBy(way: keyof typeof ways, wrong: 'outcome' | 'cohort'): number {
  return Math.abs(found(ways[way](changes(40_000, 12, wrong))).effect - 0.3);
}

test('doubly robust: right where one of its two models is wrong, and the other way is not', () => {
  expect(offBy('doubly robust', 'outcome')).toBeLessThan(0.05);
  expect(offBy('doubly robust', 'cohort')).toBeLessThan(0.05);
  expect(offBy('unconditional', 'outcome')).toBeGreaterThan(0.3);
});

test('who is in the cohort follows from x: no overlap', () => {
  const { X } = changes(100, 13);
  const d = Float64Array.from(X[1] ?? [], (x) => (x > 0 ? 1 : 0));
  expect(membership({ d, X })).toBe('no overlap');
});
