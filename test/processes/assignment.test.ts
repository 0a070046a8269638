import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignmentOf, assignmentsOf, expectedShares, withheldBy } from '../../lib/processes/assignment.ts';
import { running } from '../../lib/processes/scope.ts';
import type { ProcessEntry } from '../../lib/rounds/process.ts';
import { day, entry, registered } from './registry-entry.ts';

const reference = JSON.parse(
  readFileSync(new URL('../../reference/out/assignment.json', import.meta.url), 'utf8'),
);

type Experiment = NonNullable<ProcessEntry['experiment']>;

const subject = (n: number, changes: object = {}) => ({
  sellerId: `seller-${n}`,
  recommender: 'pricing',
  recommendationId: `r${n}`,
  segments: {},
  ...changes,
});
const trial = (changes: Partial<Experiment> = {}, process = 'reasons') =>
  entry({ process, experiment: { ...EXPERIMENT, ...changes } });
const EXPERIMENT = entry().experiment ?? { unit: 'seller', arms: [] };
const arms = (...shares: number[]) =>
  shares.map((share, n) => ({ arm: n === 0 ? 'control' : `a${n}`, share }));
const UNITS = 4000;
const drawn = (process: ProcessEntry, units = UNITS) =>
  Array.from({ length: units }, (_, n) => assignmentOf(process, subject(n)) ?? 'none');
const count = (all: readonly string[], arm: string) => all.filter((each) => each === arm).length;

const held = (one: ProcessEntry, two: ProcessEntry) => {
  const [a, b] = [drawn(one), drawn(two)];
  return a.flatMap((arm, n) => (arm === 'control' && b[n] === 'control' ? [n] : []));
};
const spread = (unit: Experiment['unit'], one: object, other: object) =>
  Array.from({ length: 200 }, (_, n) => n).filter(
    (n) =>
      assignmentOf(trial({ unit }), subject(n, one)) !== assignmentOf(trial({ unit }), subject(n, other)),
  ).length;

describe('assignment', () => {
  it('is the same as told by another implementation of the formula', () => {
    const three = trial({ arms: arms(0.5, 0.3, 0.2), holdOut: 0.1 });
    expect(drawn(three, 60)).toEqual(reference.sellers);
    const perRound = trial({ unit: 'round', arms: arms(0.5, 0.5) }, 'guarantee');
    expect(drawn(perRound, 60)).toEqual(reference.rounds);
  });

  it('keeps the shares, whatever they are: every arm within 4.5 standard errors', () => {
    const shares = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(
        shares,
        fc.constantFrom(0, 0.2),
        fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1 }),
        (parts, holdOut, name) => {
          const total = parts.reduce((sum, part) => sum + part, 0);
          const process = trial({ arms: arms(...parts.map((part) => part / total)), holdOut }, `p${name}`);
          const all = drawn(process);
          for (const [arm, share] of Object.entries(expectedShares(process.experiment ?? EXPERIMENT)))
            expect(Math.abs(count(all, arm) - UNITS * share)).toBeLessThan(
              4.5 * Math.sqrt(UNITS * share * (1 - share)) + 1,
            );
        },
      ),
      { seed: 1, numRuns: 25 },
    );
  });

  it('of one process says nothing about another’s', () => {
    const [one, other] = [drawn(trial()), drawn(trial({}, 'guarantee'))];
    const both = one.filter((arm, n) => arm === 'shown' && other[n] === 'shown').length;
    expect(Math.abs(both - UNITS / 4)).toBeLessThan(4.5 * Math.sqrt(UNITS * 0.25 * 0.75));
  });

  it('moves units only into an arm that is added, or whose share grows', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 0.5, noNaN: true }), (share) => {
        const rest = (1 - share) / 2;
        const before = drawn(trial({ arms: arms(0.5, 0.5) }), 500);
        const after = drawn(trial({ arms: arms(rest, rest, share) }), 500);
        const moved = after.filter((arm, n) => arm !== before[n]);
        expect(moved.length).toBeGreaterThan(0);
        expect(new Set(moved)).toEqual(new Set(['a2']));
      }),
      { seed: 3, numRuns: 20 },
    );
  });

  it('keeps the hold-out in control, whatever the arms become', () => {
    const never = trial({ arms: arms(0, 1), holdOut: 0.25 });
    const control = held(never, trial({ arms: arms(0, 0.4, 0.6), holdOut: 0.25 }));
    expect(control).toHaveLength(count(drawn(never), 'control'));
    expect(Math.abs(control.length - UNITS / 4)).toBeLessThan(4.5 * Math.sqrt(UNITS * 0.25 * 0.75));
  });

  it('has the unit that it says', () => {
    const [pricing, stock] = [{ recommender: 'pricing' }, { recommender: 'stock' }];
    const [first, second] = [{ recommendationId: 'first' }, { recommendationId: 'second' }];
    expect(spread('seller', pricing, stock) + spread('seller', first, second)).toBe(0);
    expect(spread('seller', { segments: { size: 'small' } }, { segments: { size: 'large' } })).toBe(0);
    expect(spread('seller-recommender', first, second)).toBe(0);
    expect(spread('seller-recommender', pricing, stock)).toBeGreaterThan(60);
    expect(spread('round', pricing, stock)).toBe(0);
    expect(spread('round', first, second)).toBeGreaterThan(60);
  });

  it('is for those in scope alone', () => {
    const scope = { recommenders: ['pricing'], segments: { size: 'small' } };
    const small = { segments: { size: 'small' } };
    expect(assignmentOf(entry({ scope }), subject(1, small))).toBeDefined();
    expect(assignmentOf(entry({ scope }), subject(1))).toBeUndefined();
    expect(assignmentOf(entry({ scope }), subject(1, { ...small, recommender: 'stock' }))).toBeUndefined();
    const { experiment: _none, ...rollout } = entry({ design: 'rollout' });
    expect(assignmentOf(rollout, subject(1))).toBeUndefined();
    expect(assignmentsOf([rollout, trial({}, 'x')], subject(1))).toEqual({ x: expect.any(String) });
  });
});

describe('what an arm keeps from the page', () => {
  it('are the reasons, in the control of an experiment on them', () => {
    const other = { ...trial({}, 'guarantee'), kind: 'protection' as const };
    const { experiment: _none, ...rollout } = entry({ design: 'rollout', process: 'all' });
    const processes = [trial(), other, rollout];
    expect(withheldBy(processes, { reasons: 'control', guarantee: 'shown' })).toEqual(['reasons']);
    expect(withheldBy(processes, { reasons: 'shown', guarantee: 'control' })).toEqual([]);
    expect(withheldBy(processes, {})).toEqual([]);
  });
});

it('a process runs from its start up to its end', () => {
  const process = registered({ startAt: day(1), endAt: day(3) });
  expect([0, 1, 2, 3].map((n) => running([process], day(n)).length)).toEqual([0, 1, 1, 0]);
  expect(running([registered({ startAt: day(1) })], day(99))).toHaveLength(1);
});
