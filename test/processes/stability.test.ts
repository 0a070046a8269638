import { congruential32 } from 'pure-rand/generator/congruential32';
import { describe, expect, it } from 'vitest';
import { policyStability, withPolicyStability } from '../../lib/processes/stability.ts';
import { processesOf } from '../../lib/rounds/process.ts';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { version } from './registry-entry.ts';
import { rowOn } from './row.ts';

/** Rounds of six weeks with the given gaps in each. */
const weeks = (gaps: readonly (readonly number[])[], changes: Partial<RoundRow> = {}) =>
  gaps.flatMap((ofWeek, week) =>
    ofWeek.map((gap, n) => rowOn(7 * week, { sellerId: `s${n}`, recommended: 100 + gap, ...changes })),
  );
const stabilities = (rows: readonly RoundRow[], changes = processesOf([])) =>
  policyStability(rows, changes, 'level').map(({ stability }) => stability);
const policy = (...days: readonly number[]) =>
  processesOf(
    days.map((n) =>
      version(n, { process: 'price-rule', kind: 'stability', design: 'observational', hypothesis: `v${n}` }),
    ),
  );
/** Sums of four uniform numbers: near enough to normal. */
function noise(seed: number, n: number): number[] {
  const random = congruential32(seed);
  const uniform = () => (random.next() >>> 0) / 2 ** 32;
  return Array.from({ length: n }, () => (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3));
}

/** Of all but the first, which has none. */
const mean = (values: readonly (number | null)[]) =>
  values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / (values.length - 1);

describe('policy stability', () => {
  it('is what the formula says', () => {
    const rows = weeks([
      [8, 12],
      [8, 12],
      [18, 22],
    ]);
    // s^2 = 24/3 = 8, u_3 = sqrt(100/8 - 1)
    const [first, second, third] = policyStability(rows, [], 'level');
    expect(first).toMatchObject({ period: '2026-W02', rounds: 2, meanGap: 10, shift: null, stability: null });
    expect(second).toMatchObject({ shift: 0, stability: 1, changes: 0 });
    expect(third?.shift).toBeCloseTo(Math.sqrt(11.5), 12);
    expect(third?.stability).toBeCloseTo(1 / (1 + Math.sqrt(11.5)), 12);
  });

  it('does not take chance for change, and finds a change of a standard deviation', () => {
    const quiet = weeks([1, 2, 3, 4, 5, 6].map((seed) => noise(seed, 40)));
    expect(mean(stabilities(quiet))).toBeGreaterThan(0.9);
    const shaken = weeks([1, 2, 3, 4, 5, 6].map((seed) => noise(seed, 40).map((gap) => gap + (seed % 2))));
    for (const { shift } of policyStability(shaken, [], 'level').slice(1)) {
      expect(shift).toBeGreaterThan(0.5);
      expect(shift).toBeLessThan(1.6);
    }
  });

  it('takes a change that was logged for one, also of a week without rounds, and the first entry for none', () => {
    const rows = weeks([[8, 12], [8, 12], [], [8, 12], [8, 12]]);
    expect(stabilities(rows)).toEqual([null, 1, 1, 1]);
    expect(stabilities(rows, policy(1, 15))).toEqual([null, 1, 0, 1]);
    expect(stabilities(rows, policy(15))).toEqual([null, 1, 1, 1]);
    const other = processesOf(
      [1, 15].map((n) => version(n, { kind: 'stability', scope: { recommenders: ['stock'] } })),
    );
    expect(stabilities(rows, other)).toEqual([null, 1, 1, 1]);
    expect(stabilities(rows, processesOf([version(1), version(15)]))).toEqual([null, 1, 1, 1]);
  });

  it('is told of each recommender by itself, without scale or number', () => {
    const rows = [...weeks([[8], [8]]), ...weeks([[8], [50]], { recommender: 'stock' })];
    expect(
      policyStability(rows, [], 'level').map(({ recommender, stability }) => [recommender, stability]),
    ).toEqual([
      ['pricing', null],
      ['pricing', 1],
      ['stock', null],
      ['stock', 0],
    ]);
    const numbered = weeks([
      [8, 12],
      [8, 12],
    ]).map((row, n) => Object.assign(row, { askedAt: null, position: n < 2 ? 1 : 3 }));
    expect(stabilities(numbered, policy(1, 8))).toEqual([null, 1]);
    expect(
      policyStability([rowOn(0, { priorPlan: null }), rowOn(0, { recommended: -1 })], [], 'log'),
    ).toEqual([]);
  });

  it('is a dose of the four periods before a round, which its own week is not in', () => {
    const rows = weeks([
      [8, 12],
      [8, 12],
      [98, 102],
      [98, 102],
      [98, 102],
      [98, 102],
      [98, 102],
      [98, 102],
    ]);
    const doses = withPolicyStability(rows, [], 'level').map((row) => row.processes['policy-stability']);
    const low = 1 / (1 + Math.sqrt(8100 / 8 - 1));
    const expected = [undefined, undefined, 1, (1 + low) / 2, (2 + low) / 3, (3 + low) / 4, (3 + low) / 4, 1];
    expect(doses.filter((_, n) => n % 2 === 0).map((dose) => dose?.toFixed(10))).toEqual(
      expected.map((dose) => dose?.toFixed(10)),
    );
    const own = weeks([[8], [8], [8]], { processes: { 'policy-stability': 0.3 } });
    expect(withPolicyStability(own, [], 'level').map((row) => row.processes)).toEqual(
      own.map((row) => row.processes),
    );
  });
});
