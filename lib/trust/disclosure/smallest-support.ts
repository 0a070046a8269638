import { Echelon, vanishing } from './echelon.ts';
import type { ResidueRow } from './residue-row.ts';

/** An unknown: the sum over one crowd with one recommender. */
export interface Column {
  readonly crowd: number;
  readonly sellers: number; // in the crowd
}

/** How much was computed: echelon forms made. */
export interface Counter {
  ranks: number;
}

/** Echelon forms after which a part counts as unsafe: withholding too much is the safe side. */
const MOST_RANKS = 4000;

/** A row in the span of these whose crowds hold at most `budget` sellers, or all rows where the search was given up;
 *  undefined: there is none.
 *
 *  A set of crowds on which the span keeps its rank meets the support of every row in it. So disjoint sets J_1, J_2, ... of
 *  that kind give the bound of Brouwer and Zimmermann, sellers >= sum_i min over J_i of n_c, and where the bound does not
 *  settle it, the search goes on with each crowd of J_1 in turn as the first that is met. */
export function smallestSupport(
  rows: readonly ResidueRow[],
  columns: readonly Column[],
  budget: number,
  counter: Counter,
): readonly ResidueRow[] | undefined {
  const last = counter.ranks + MOST_RANKS;
  const search = (
    span: readonly ResidueRow[],
    gone: ReadonlySet<number>,
    left: number,
  ): readonly ResidueRow[] | undefined => {
    if (counter.ranks > last) return rows;
    const first = pivotsOutside(span, gone);
    if (first.lost !== undefined) return [first.lost];
    if (bound(span, gone, first.crowds, left) > left) return undefined;
    let rest = span;
    for (const crowd of first.crowds) {
      const size = sizes.get(crowd) ?? 0;
      const found = size <= left ? search(rest, new Set([...gone, crowd]), left - size) : undefined;
      if (found !== undefined) return found;
      rest = without(rest, crowd);
      if (rest.length === 0) return undefined;
    }
    return undefined;
  };
  const sizes = new Map(columns.map(({ crowd, sellers }) => [crowd, sellers]));

  /** Crowds in which the rows begin once some are left out; or a row of which nothing is left. */
  function pivotsOutside(span: readonly ResidueRow[], gone: ReadonlySet<number>) {
    counter.ranks += 1;
    const kept = new Echelon(columns.length);
    for (const row of span)
      if (!kept.add(outside(row, gone))) return { crowds: new Set<number>(), lost: lostRow(span, gone) };
    return {
      crowds: new Set(kept.pivots().map(([column]) => (columns[column] as Column).crowd)),
      lost: undefined,
    };
  }

  function outside(row: ResidueRow, gone: ReadonlySet<number>): ResidueRow {
    if (gone.size === 0) return row;
    const places = row.columns.flatMap((column, j) => (gone.has(columns[column]?.crowd ?? -1) ? [] : [j]));
    return {
      columns: places.map((j) => row.columns[j] as number),
      values: places.map((j) => row.values[j] as number),
    };
  }

  function bound(
    span: readonly ResidueRow[],
    gone: ReadonlySet<number>,
    first: ReadonlySet<number>,
    enough: number,
  ): number {
    let [sum, used, crowds] = [0, new Set(gone), first];
    for (;;) {
      sum += Math.min(...Array.from(crowds, (crowd) => sizes.get(crowd) ?? 0));
      if (sum > enough) return sum;
      used = new Set([...used, ...crowds]);
      const next = pivotsOutside(span, used);
      if (next.lost !== undefined) return sum;
      crowds = next.crowds;
    }
  }

  /** Rows that vanish on a crowd: those of the echelon form with its columns in front that begin behind them. */
  function without(span: readonly ResidueRow[], crowd: number): ResidueRow[] {
    counter.ranks += 1;
    return vanishing(span, (column) => columns[column]?.crowd === crowd);
  }

  function lostRow(span: readonly ResidueRow[], gone: ReadonlySet<number>): ResidueRow {
    return vanishing(
      span,
      (column) => column < columns.length && !gone.has((columns[column] as Column).crowd),
    )[0] as ResidueRow;
  }

  return search(rows, new Set(), budget);
}
