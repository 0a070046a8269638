import { at, factorAgainst, plus, type ResidueRow } from './residue-row.ts';

/** Rows in echelon form: each begins in a column of its own. Columns from `width` on are not part of the matrix: they tell
 *  which rows a row was made of. */
export class Echelon {
  readonly #byPivot = new Map<number, ResidueRow>();
  readonly #width: number;

  constructor(width: number, rows: Iterable<ResidueRow> = []) {
    this.#width = width;
    for (const row of rows) this.add(row);
  }

  /** Adds a row, unless the rows there are span it.
   *  @returns whether the rank grew */
  add(row: ResidueRow): boolean {
    let left = row;
    for (;;) {
      const lead = left.columns[0];
      if (lead === undefined || lead >= this.#width) return false;
      const pivot = this.#byPivot.get(lead);
      if (pivot === undefined) {
        this.#byPivot.set(lead, left);
        return true;
      }
      left = plus(left, factorAgainst(left.values[0] as number, pivot.values[0] as number), pivot);
    }
  }

  get rank(): number {
    return this.#byPivot.size;
  }

  /** First columns and their rows, by column. */
  pivots(): (readonly [column: number, row: ResidueRow])[] {
    return [...this.#byPivot].toSorted(([a], [b]) => a - b);
  }
}

/** The same rows, each without entries in the first columns of the others. */
export function reduced(rows: readonly ResidueRow[]): ResidueRow[] {
  const done: ResidueRow[] = [];
  for (const row of rows.toSorted((a, b) => (b.columns[0] as number) - (a.columns[0] as number)))
    done.push(
      done.reduce((left, other) => {
        const value = at(left, other.columns[0] as number);
        return value === 0 ? left : plus(left, factorAgainst(value, other.values[0] as number), other);
      }, row),
    );
  return done.toReversed();
}

/** Combinations of these rows that are zero in the chosen columns: a basis, if the rows are one. */
export function vanishing(rows: readonly ResidueRow[], chosen: (column: number) => boolean): ResidueRow[] {
  let span = [...rows];
  for (;;) {
    const pivot = span.find((row) => row.columns.some(chosen));
    if (pivot === undefined) return span;
    const column = pivot.columns.find(chosen) as number;
    const own = at(pivot, column);
    span = span.flatMap((row) => {
      const value = row === pivot ? null : at(row, column);
      if (value === null) return [];
      return [value === 0 ? row : plus(row, factorAgainst(value, own), pivot)];
    });
  }
}
