import { PackedRow } from './packed-row.ts';
import type { Families } from './plain-row.ts';
import { BLOCK, RowBlock, type SharedBlock } from './row-block.ts';
import type { RoundRow } from './row.ts';
import { Texts } from './texts.ts';

/** A table of another thread: its columns the same memory, its texts and families copied once. */
export interface SharedTable {
  readonly texts: readonly string[];
  readonly blocks: readonly SharedBlock[];
}

/** Reads the rows of a table of another thread, by their places in it. */
export function rowsOf({ texts, blocks }: SharedTable): (places: Iterable<number>) => PackedRow[] {
  const own = new Texts(texts);
  const held = blocks.map((block) => new RowBlock(own, block));
  return (places) =>
    Array.from(places, (place) => {
      const block = held[Math.floor(place / BLOCK)];
      if (block === undefined) throw new RangeError('rowsOf requires places of the table');
      return new PackedRow(block, place % BLOCK);
    });
}

const TABLES = new WeakMap<readonly RoundRow[], RoundTable>();

/** The table that rows were read into, or a new one of them. */
export function tableOf(rows: readonly RoundRow[]): RoundTable {
  const known = TABLES.get(rows);
  if (known !== undefined) return known;
  const table = new RoundTable();
  for (const row of rows) table.add(row);
  return table;
}

/** Rows by column: some 100 bytes a row instead of 700, nearly all of them outside the heap that is collected. */
export class RoundTable {
  readonly rows: PackedRow[] = [];
  readonly #texts = new Texts();
  #block = new RowBlock(this.#texts);
  readonly #blocks = [this.#block];
  #families: Families | undefined;

  constructor() {
    TABLES.set(this.rows, this);
  }

  add(row: RoundRow): void {
    const at = this.rows.length % BLOCK;
    if (at === 0 && this.rows.length > 0) this.#blocks.push((this.#block = new RowBlock(this.#texts)));
    this.#families = sameFamilies(this.#families, row) ?? this.#familiesOf(row);
    this.#block.set(at, row, this.#families);
    this.rows.push(new PackedRow(this.#block, at));
  }

  /** The table as other threads can read it. Nothing may be added while they do. */
  share(): SharedTable {
    return { texts: this.#texts.all, blocks: this.#blocks.map((block) => block.share()) };
  }

  #familiesOf({ processes, assignments, segments, covariates }: RoundRow): Families {
    const own = (record: Readonly<Record<string, string>>) =>
      Object.fromEntries(
        Object.entries(record).map(([name, text]) => [name, this.#texts.of(this.#texts.indexOf(text))]),
      );
    return {
      processes,
      ...(assignments && { assignments: own(assignments) }),
      segments: own(segments),
      covariates,
    };
  }
}

/** The families of the row before, where this row's are the same: most rows of a file have those of the row before. */
function sameFamilies(before: Families | undefined, row: RoundRow): Families | undefined {
  const same =
    before !== undefined &&
    isSame(before.processes, row.processes) &&
    isSame(before.segments, row.segments) &&
    isSame(before.covariates, row.covariates) &&
    (before.assignments === undefined) === (row.assignments === undefined) &&
    isSame(before.assignments ?? {}, row.assignments ?? {});
  return same ? before : undefined;
}

function isSame<T>(a: Readonly<Record<string, T>>, b: Readonly<Record<string, T>>): boolean {
  if (a === b) return true;
  const [own, others] = [Object.keys(a), Object.keys(b)];
  return (
    own.length === others.length && own.every((name, i) => name === others[i] && Object.is(a[name], b[name]))
  );
}
