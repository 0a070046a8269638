import { milliseconds } from '../domain/instant.ts';
import { grouped } from './disclosure/grouped.ts';
import type { Counter } from './disclosure/smallest-support.ts';
import { publishable } from './disclosure/withholding.ts';
import { SMALLEST_CELL } from './mean-of-cells.ts';
import { blockOf } from './segment-cells.ts';
import { unknownsOf, type Crowd, type Unknown } from './segment-cells-crowds.ts';
import {
  decideTable,
  SMALLEST_PUBLISHED,
  type OwnCell,
  type OwnTable,
  type Status,
} from './segment-cells-table.ts';
import { compare } from './sequence.ts';
import type { AnalysisSettings } from './settings.ts';

/** A cell of one period, or of now, and whether it may be published. */
export interface Decided {
  readonly segment: number; // its place in the settings
  readonly value: string;
  readonly recommender: string | null; // null: all together
  readonly sellers: number;
  /** Whose joiners are let in, by recommender; '' in a period. */
  readonly blocks: readonly (readonly [recommender: string, blocks: ReadonlySet<string>])[];
  readonly status: Status;
}

/** Which cells of one period (or of now) may be published, and the fewest sellers that a combination met. */
export function decide(
  crowds: readonly Crowd[],
  isNow: boolean,
  { asOf, segments = [] }: Pick<AnalysisSettings, 'asOf' | 'segments'>,
  counter: Counter,
): { readonly decided: readonly Decided[]; readonly fewest: readonly number[] } {
  const unknowns = unknownsOf(crowds, (state) => isNow || state === 'own');
  const open = isNow ? blockOf(milliseconds(asOf)) : null;
  const tables = (isNow ? tablesNow(unknowns, counter) : tablesOfPeriod(unknowns)).map((table) =>
    decideTable(table, segments.length, open, counter),
  );
  const own = tables.flatMap(({ cells }) => cells);
  const byValue = grouped(own, ({ segment, value }) => JSON.stringify([segment, value]));
  return {
    decided: [
      ...own.map(alone),
      ...[...byValue.values()].flatMap((cells) => together(cells, crowds)),
    ].toSorted(
      (a, b) =>
        a.segment - b.segment ||
        compare(a.value, b.value) ||
        Number(a.recommender === null) - Number(b.recommender === null) ||
        compare(a.recommender ?? '', b.recommender ?? ''),
    ),
    fewest: tables.flatMap(({ fewest }) => fewest ?? []),
  };
}

const alone = ({ segment, value, recommender, sellers, blocks, status }: OwnCell): Decided => ({
  segment,
  value,
  recommender,
  sellers,
  blocks: [[recommender, blocks]],
  status,
});

/** All recommenders together: told where each of them is, so that it says nothing that they do not; one alone is all. */
function together(cells: readonly OwnCell[], crowds: readonly Crowd[]): Decided[] {
  const [one, ...others] = cells;
  if (one === undefined || others.length === 0) return [];
  const { segment, value } = one;
  const isIn = new Map(cells.map(({ recommender, blocks }) => [recommender, blocks]));
  const sellers = crowds
    .filter(({ values }) => values[segment] === value)
    .filter(({ states }) => states.some(([name, state]) => isInside(isIn.get(name), state)))
    .reduce((sum, crowd) => sum + crowd.sellers, 0);
  const status = statusTogether(sellers, new Set(cells.map((cell) => cell.status)));
  const blocks = cells.map((cell) => [cell.recommender, cell.blocks] as const);
  return [{ segment, value, recommender: null, sellers, blocks, status }];
}

function statusTogether(sellers: number, own: ReadonlySet<Status>): Status {
  if (own.size === 1 && own.has('published')) return 'published';
  if (sellers < SMALLEST_PUBLISHED) return 'small';
  return own.has('small') || own.has('complementary') ? 'complementary' : 'unsettled';
}

const isInside = (blocks: ReadonlySet<string> | undefined, state: string): boolean =>
  blocks !== undefined && (blocks.has('') || blocks.has(state));

/** Trust now stands in the report for each recommender and for all. Where a recommender is withheld there, so that it cannot
 *  be had by subtraction from the others, no cell of it is told. */
function tablesNow(tables: ReadonlyMap<string, readonly Unknown[]>, counter: Counter): OwnTable[] {
  const totals = Array.from(tables, ([name, unknowns], column) => ({
    name,
    columns: [column],
    sellers: sum(unknowns, ({ size }) => size),
  }));
  const columns = totals.map(({ sellers }, crowd) => ({ crowd, sellers }));
  const all = columns.map((_, column) => column);
  const names = publishable({ columns, given: [all], cells: totals }, SMALLEST_PUBLISHED, counter);
  return Array.from(tables, ([recommender, unknowns]) => {
    const isGiven = names.has(recommender);
    return { recommender, unknowns, isGiven, isClosed: !isGiven };
  });
}

/** The course of trust by recommender stands in the report too. Where too few of its numbers are their own, nothing is told
 *  beside it. */
const tablesOfPeriod = (tables: ReadonlyMap<string, readonly Unknown[]>): OwnTable[] =>
  Array.from(tables, ([recommender, unknowns]) => ({
    recommender,
    unknowns,
    isGiven: sum(unknowns, ({ size }) => size) >= SMALLEST_CELL,
    isClosed: sum(unknowns, ({ sellers }) => sellers) < SMALLEST_PUBLISHED,
  }));

const sum = (unknowns: readonly Unknown[], of: (unknown: Unknown) => number): number =>
  unknowns.reduce((total, unknown) => total + of(unknown), 0);
