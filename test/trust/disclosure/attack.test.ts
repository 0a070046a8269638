import { describe, expect, test } from 'vitest';
import { parseInstant, type Instant } from '../../../lib/domain/instant.ts';
import { streams, type Stream } from '../../../lib/simulation/stream.ts';
import { decide, type Decided } from '../../../lib/trust/segment-cells-decision.ts';
import type { Crowd } from '../../../lib/trust/segment-cells-crowds.ts';
import { isolating } from '../../../lib/trust/disclosure/isolation.ts';
import { rowOfOnes } from '../../../lib/trust/disclosure/residue-row.ts';
import { canSingleOut, singledOut, type System } from './attacker.ts';

const asOf = parseInstant('2026-11-22T12:00:00Z') as Instant;
const K = 5;

/** A report of 10 to 39 respondents who fall into segments at random, each with the recommenders she answered of. */
function report(stream: Stream, sizes: readonly number[], recommenders: readonly string[]): Crowd[] {
  const crowds = new Map<string, Crowd>();
  const n = 10 + Math.floor(30 * stream.uniform());
  for (let i = 0; i < n; i++) {
    const values = sizes.map((size) => String(Math.floor(size * stream.uniform() ** 1.7)));
    const met = recommenders.filter(() => recommenders.length === 1 || stream.uniform() < 0.7);
    const states = met.map((name) => [name, ''] as const); // rounds are numbered: nobody waits
    const key = JSON.stringify([values, states]);
    crowds.set(key, { values, states, sellers: (crowds.get(key)?.sellers ?? 0) + 1 });
  }
  return [...crowds.values()];
}

/** All sums of a report as an attacker sees them: these cells, and the totals of each recommender and of all, which stand in
 *  every report. */
function system(crowds: readonly Crowd[], cells: readonly Decided[]): System {
  const unknowns = crowds.flatMap(({ values, states }, crowd) =>
    states.map(([name]) => ({ crowd, values, name })),
  );
  const rowOf = (holds: (of: (typeof unknowns)[number]) => boolean) =>
    unknowns.map((of) => (holds(of) ? 1 : 0));
  return {
    owners: unknowns.map(({ crowd }) => crowd),
    rows: [
      rowOf(() => true),
      ...[...new Set(unknowns.map(({ name }) => name))].map((name) => rowOf((of) => of.name === name)),
      ...cells.map(({ segment, value, recommender }) =>
        rowOf((of) => of.values[segment] === value && (recommender === null || of.name === recommender)),
      ),
    ],
  };
}

const sizesOf = (crowds: readonly Crowd[]) => new Map(crowds.map(({ sellers }, crowd) => [crowd, sellers]));

describe('an attacker who solves the system of a report', () => {
  test('recovers nobody of 20,000 reports in four segments, and somebody under the bare rule of five', () => {
    const stream = streams(1).next().value as Stream;
    let [hidden, bare, guarded, told] = [0, 0, 0, 0];
    for (let i = 0; i < 20_000; i++) {
      const crowds = report(stream, [4], ['pricing']);
      const { decided } = decide(crowds, true, { asOf, segments: ['size'] }, { ranks: 0 });
      const large = decided.filter(({ sellers }) => sellers >= K);
      const published = decided.filter(({ status }) => status === 'published');
      told += published.length;
      if (large.length < decided.length) hidden += 1;
      if (singledOut(system(crowds, large), sizesOf(crowds), K).length > 0) bare += 1;
      if (singledOut(system(crowds, published), sizesOf(crowds), K).length > 0) guarded += 1;
    }
    expect(guarded).toBe(0);
    expect(bare / hidden).toBeGreaterThan(0.4); // 46 % with segments drawn otherwise
    expect(told / 20_000).toBeGreaterThan(1.5); // cells of four: not by publishing nothing
  });

  test('recovers nobody in two segments with three recommenders, and somebody in many under the bare rule', () => {
    const stream = streams(2).next().value as Stream;
    let [bare, told] = [0, 0];
    for (let i = 0; i < 40; i++) {
      const crowds = report(stream, [4, 3], ['forecast', 'pricing', 'stock']);
      const { decided } = decide(crowds, true, { asOf, segments: ['size', 'region'] }, { ranks: 0 });
      const published = decided.filter(({ status }) => status === 'published');
      told += published.length;
      const small = [...sizesOf(crowds)].filter(([, size]) => size < K).map(([crowd]) => new Set([crowd]));
      const guarded = system(crowds, published);
      const open = system(
        crowds,
        decided.filter(({ sellers }) => sellers >= K),
      );
      if (small.some((whom) => canSingleOut(open, whom))) bare += 1;
      for (const whom of small) expect(canSingleOut(guarded, whom)).toBe(false);
      expect(isolating(publicationOf(guarded, crowds), K, { ranks: 0 })).toEqual([]);
    }
    expect(bare).toBeGreaterThan(10);
    expect(told / 40).toBeGreaterThan(5);
  });
});

/** The whole report at once, with all recommenders: nothing is taken apart. */
const publicationOf = ({ rows, owners }: System, crowds: readonly Crowd[]) => ({
  columns: owners.map((crowd) => ({ crowd, sellers: crowds[crowd]?.sellers ?? 0 })),
  rows: rows.map((row) => rowOfOnes(row.flatMap((value, j) => (value === 1 ? [j] : [])))),
});
