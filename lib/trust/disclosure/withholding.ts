import { isolated } from './isolation.ts';
import { rowOfOnes } from './residue-row.ts';
import type { Column, Counter } from './smallest-support.ts';

/** A sum that may be published: over which unknowns, and of how many sellers. */
export interface Sum {
  readonly name: string;
  readonly sellers: number;
  readonly columns: readonly number[];
  /** Of several recommenders together: the first to go, as most of it stands in others. */
  readonly together: boolean;
}

export interface Table {
  readonly columns: readonly Column[];
  /** Sums that may be withheld. */
  readonly cells: readonly Sum[];
  /** Sums that are published beside them whatever is done. */
  readonly given: readonly (readonly number[])[];
}

/** Names of the cells that may be published: no combination of them and of the given sums singles out fewer than k sellers.
 *  Cells of fewer than k go first. Then, as long as there is such a combination, one cell in it: one of several
 *  recommenders together, else that of the fewest sellers, ties by name. A choice by counts alone, never by what is published.
 *  Where the given sums by themselves single out few, nothing is published beside them. */
export function publishable(
  { columns, given, cells }: Table,
  k: number,
  counter: Counter,
): ReadonlySet<string> {
  let left = cells.filter(({ sellers }) => sellers >= k).toSorted(firstToGo);
  const rows = new Map(left.map((cell) => [cell.name, rowOfOnes(cell.columns)]));
  const fixed = given.map(rowOfOnes);
  while (left.length > 0) {
    const published = [...fixed, ...left.map(({ name }) => rows.get(name) ?? rowOfOnes([]))];
    const found = isolated({ columns, rows: published }, k, counter);
    if (found === undefined) break;
    const gone = found.rows.map((row) => left[row - fixed.length]).find((cell) => cell !== undefined);
    left = gone === undefined ? [] : left.filter((cell) => cell !== gone);
  }
  return new Set(left.map(({ name }) => name));
}

const firstToGo = (a: Sum, b: Sum): number =>
  Number(b.together) - Number(a.together) ||
  a.sellers - b.sellers ||
  (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
