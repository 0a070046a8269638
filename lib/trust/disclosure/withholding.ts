import { isolating } from './isolation.ts';
import { rowOfOnes } from './residue-row.ts';
import type { Column, Counter } from './smallest-support.ts';

/** A sum that may be published: over which unknowns, and of how many sellers. */
export interface Sum {
  readonly name: string;
  readonly sellers: number;
  readonly columns: readonly number[];
}

export interface Table {
  readonly columns: readonly Column[];
  /** Sums that may be withheld. */
  readonly cells: readonly Sum[];
  /** Sums that are published beside them whatever is done. */
  readonly given: readonly (readonly number[])[];
}

/** Names of the cells that may be published: no combination of them and of the given sums singles out fewer than k sellers.
 *  Cells of fewer than k go first. Then, as long as there are such combinations, of each the cell with the fewest sellers, ties
 *  by name. A choice by counts alone, never by what is published.
 *  Where the given sums by themselves single out few, nothing is published beside them. */
export function publishable(table: Table, k: number, counter: Counter): ReadonlySet<string> {
  let left = table.cells.filter(({ sellers }) => sellers >= k).toSorted(firstToGo);
  const rows = new Map(left.map((cell) => [cell.name, rowOfOnes(cell.columns)]));
  const fixed = table.given.map(rowOfOnes);
  while (left.length > 0) {
    const cells = left.map(({ name }) => rows.get(name) ?? rowOfOnes([]));
    const found = isolating({ columns: table.columns, rows: [...fixed, ...cells] }, k, counter);
    if (found.length === 0) break;
    const gone = new Set(found.map((places) => places.find((row) => row >= fixed.length)));
    left = gone.has(undefined) ? [] : left.filter((_, i) => !gone.has(i + fixed.length));
  }
  return new Set(left.map(({ name }) => name));
}

const firstToGo = (a: Sum, b: Sum): number =>
  a.sellers - b.sellers || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
