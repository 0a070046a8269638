import { grouped } from './disclosure/grouped.ts';
import { fewestMet } from './disclosure/isolation.ts';
import { rowOfOnes } from './disclosure/residue-row.ts';
import type { Counter } from './disclosure/smallest-support.ts';
import { joined } from './disclosure/joined.ts';
import { publishable } from './disclosure/withholding.ts';
import type { Unknown } from './segment-cells-crowds.ts';
import { letIn } from './segment-cells-joined.ts';
import { compare } from './sequence.ts';

/** Smallest group of sellers a number by segment is published for: k. */
export const SMALLEST_PUBLISHED = 5;

export type Status = 'published' | 'small' | 'complementary' | 'unsettled';

/** A cell of one recommender's table. */
export interface OwnCell {
  readonly segment: number; // its place in the settings
  readonly value: string;
  readonly recommender: string;
  /** Blocks whose joiners are let in; '' in a period. */
  readonly blocks: ReadonlySet<string>;
  readonly unknowns: readonly Unknown[];
  readonly sellers: number;
  readonly status: Status;
}

export interface OwnTable {
  readonly recommender: string;
  readonly unknowns: readonly Unknown[];
  /** The recommender's total is published too. */
  readonly isGiven: boolean;
  /** Nothing of it may be published. */
  readonly isClosed: boolean;
}

/** Which cells of one recommender's table may be published. Its sums and another's share no unknown: so what a combination of
 *  both singles out is no less than what its part in one of them does, and each table is searched alone.
 *  @param open the block of weeks whose joiners wait; null in a period */
export function decideTable(
  { recommender, unknowns, isGiven, isClosed }: OwnTable,
  segments: number,
  open: number | null,
  counter: Counter,
): { readonly cells: readonly OwnCell[]; readonly fewest: number | null } {
  const drafts = Array.from({ length: segments }, (_, segment) =>
    draftsOf(segment, recommender, unknowns, open),
  ).flat();
  const sums = drafts.map(({ columns }, place) => ({
    name: String(place).padStart(9, '0'), // drafts stand in the order of names
    sellers: sizeOf(columns, ({ sellers }) => sellers),
    columns: columns.map(([column]) => column),
  }));
  const given = isGiven ? [unknowns.map((_, column) => column)] : [];
  const table = joined({ columns: unknowns, given, cells: isClosed ? [] : sums });
  const names = publishable(table, SMALLEST_PUBLISHED, counter);
  const told = table.cells.filter(({ name }) => names.has(name)).map(({ columns }) => columns);
  const cells = drafts.map(({ columns, ...draft }, place): OwnCell => {
    const sellers = sizeOf(columns, ({ size }) => size);
    const status = statusOf(sellers, sums[place]?.sellers ?? 0, names.has(sums[place]?.name ?? ''));
    return Object.assign(draft, { unknowns: columns.map(([, unknown]) => unknown), sellers, status });
  });
  const rows = [...told, ...table.given].map(rowOfOnes);
  return { cells, fewest: told.length === 0 ? null : fewestMet({ columns: table.columns, rows }) };
}

function statusOf(sellers: number, counted: number, isPublished: boolean): Status {
  if (sellers < SMALLEST_PUBLISHED) return 'small';
  if (counted < SMALLEST_PUBLISHED) return 'unsettled';
  return isPublished ? 'published' : 'complementary';
}

type Placed = readonly [column: number, unknown: Unknown];

interface Draft extends Pick<OwnCell, 'segment' | 'value' | 'recommender' | 'blocks'> {
  readonly columns: readonly Placed[];
}

/** Cells of one segment, by value. */
function draftsOf(
  segment: number,
  recommender: string,
  unknowns: readonly Unknown[],
  open: number | null,
): Draft[] {
  const placed = unknowns.map((unknown, column): Placed => [column, unknown]);
  const byValue = [...grouped(placed, ([, { values }]) => values[segment] ?? null)];
  return byValue
    .toSorted(([a], [b]) => compare(a, b))
    .map(([value, members]) => {
      const blocks =
        open === null
          ? new Set([''])
          : letIn(
              members.map(([, unknown]) => unknown),
              open,
              SMALLEST_PUBLISHED,
            );
      const columns = members.filter(([, { state }]) => open === null || blocks.has(state));
      return { segment, value, recommender, blocks, columns };
    });
}

const sizeOf = (columns: readonly Placed[], of: (unknown: Unknown) => number): number =>
  columns.reduce((sum, [, unknown]) => sum + of(unknown), 0);
