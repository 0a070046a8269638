import { expect, it } from 'vitest';
import { unmentioned, withRegistry } from '../../lib/processes/by-registry.ts';
import { day, entry } from './registry-entry.ts';
import { rowOn } from './row.ts';

const { experiment: _none, ...rollout } = entry({ design: 'rollout', process: 'guarantee' });
const everybodys = { ...rollout, startAt: day(5), endAt: day(10), exposure: 'everybody' as const };
const doses = (rows: Parameters<typeof withRegistry>[0], registry: Parameters<typeof withRegistry>[1]) =>
  withRegistry(rows, registry).map(({ processes }) => processes);

it('a process that everybody meets is met while it runs, in its scope', () => {
  const rows = [4, 5, 9, 10].map((n) => rowOn(n));
  expect(doses(rows, [everybodys]).map((each) => each['guarantee'])).toEqual([0, 1, 1, 0]);
  const scope = { recommenders: ['stock'], segments: { size: 'small' } };
  const inScope = rowOn(6, { recommender: 'stock', segments: { size: 'small' } });
  expect(doses([rowOn(6), inScope], [{ ...everybodys, scope }])).toEqual([
    { guarantee: 0 },
    { guarantee: 1 },
  ]);
});

it('what the file says stands, and nothing follows of other processes or rounds without a date', () => {
  expect(doses([rowOn(6, { processes: { guarantee: 0.3, other: 1 } })], [everybodys])).toEqual([
    { guarantee: 0.3, other: 1 },
  ]);
  expect(doses([rowOn(6, { askedAt: null, position: 6 })], [everybodys])).toEqual([{}]);
  expect(doses([rowOn(6)], [rollout])).toEqual([{}]);
});

it('processes that no row mentions are named', () => {
  const rows = [rowOn(1, { processes: { a: 0 } }), rowOn(2, { assignments: { b: 'control' } })];
  expect(
    unmentioned(
      rows,
      ['a', 'b', 'c'].map((process) => entry({ process })),
    ),
  ).toEqual(['c']);
  expect(unmentioned([], [])).toEqual([]);
});
