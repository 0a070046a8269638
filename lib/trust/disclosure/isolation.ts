import { Echelon, reduced } from './echelon.ts';
import type { ResidueRow } from './residue-row.ts';
import { smallestSupport, type Column, type Counter } from './smallest-support.ts';

/** Published sums as rows over unknowns. Unknowns of one crowd, sellers whom no sum tells apart, stand and fall together. */
export interface Publication {
  readonly rows: readonly ResidueRow[];
  readonly columns: readonly Column[];
}

/** Combinations of published sums that single out fewer than k sellers, as places of the rows each is made of; empty: there is
 *  none.
 *      w = y M,  w != 0,  sum of n_c over crowds c with w_c != 0  <  k
 *  Columns of large crowds come first, so that the rows of the echelon form that begin behind them span all combinations in
 *  which large crowds cancel; only these can single out few. They fall into parts that share no crowd; where a part holds
 *  such a combination, one of it is found. */
export function isolating(of: Publication, k: number, counter: Counter): number[][] {
  const { rows, columns } = arranged(of);
  counter.ranks += 1;
  const echelon = new Echelon(columns.length, rows).pivots();
  const small = echelon.filter(([column]) => (columns[column]?.sellers ?? 0) < k).map(([, row]) => row);
  return connected(reduced(small), columns).flatMap((part) => {
    const found = smallestSupport(part, columns, k - 1, counter);
    if (found === undefined) return [];
    return [[...new Set(found.flatMap((row) => madeOf(row, columns.length)))].toSorted((x, y) => x - y)];
  });
}

/** Fewest sellers in a combination that comes up on the way: each sum, and each row of the reduced echelon form. */
export function fewestMet(of: Publication): number | null {
  const { rows, columns } = arranged(of);
  const echelon = new Echelon(columns.length, rows).pivots().map(([, row]) => row);
  const met = [...rows, ...reduced(echelon)].map((row) => sellersIn(row, columns));
  return met.length === 0 ? null : met.reduce((a, b) => Math.min(a, b));
}

function sellersIn(row: ResidueRow, columns: readonly Column[]): number {
  const crowds = new Map(
    row.columns.flatMap((j) => {
      const column = columns[j];
      return column === undefined ? [] : [[column.crowd, column.sellers] as const];
    }),
  );
  return [...crowds.values()].reduce((sum, sellers) => sum + sellers, 0);
}

/** Columns by size of their crowd, the largest first; behind them one for each row, which tells what a row was made of. */
function arranged({ rows, columns }: Publication): Publication {
  const order = columns.map((_, j) => j).toSorted((a, b) => sizeOf(columns, b) - sizeOf(columns, a) || a - b);
  const place: number[] = [];
  order.forEach((column, j) => (place[column] = j));
  return {
    columns: order.map((j) => columns[j] as Column),
    rows: rows.map((row, i) => {
      const sorted = row.columns
        .map((column, j) => [place[column] as number, row.values[j] as number] as const)
        .toSorted(([a], [b]) => a - b);
      return {
        columns: [...sorted.map(([column]) => column), columns.length + i],
        values: [...sorted.map(([, value]) => value), 1],
      };
    }),
  };
}

const sizeOf = (columns: readonly Column[], j: number): number => columns[j]?.sellers ?? 0;

const madeOf = (row: ResidueRow, width: number): number[] =>
  row.columns.filter((column) => column >= width).map((column) => column - width);

/** Rows that share a crowd, directly or by others. */
function connected(rows: readonly ResidueRow[], columns: readonly Column[]): ResidueRow[][] {
  const parts = new Map<ResidueRow[], Set<number>>();
  for (const row of rows) {
    const crowds = new Set(row.columns.flatMap((column) => columns[column]?.crowd ?? []));
    const joined = [row];
    for (const [part, others] of parts) {
      if (!Array.from(others).some((crowd) => crowds.has(crowd))) continue;
      joined.push(...part);
      for (const crowd of others) crowds.add(crowd);
      parts.delete(part);
    }
    parts.set(joined, crowds);
  }
  return [...parts.keys()];
}
