import { PackedRow } from './packed-row.ts';
import type { Families } from './plain-row.ts';
import { BLOCK, RowBlock } from './row-block.ts';
import type { RoundRow } from './row.ts';
import { Texts } from './texts.ts';

/** Rows by column: some 100 bytes a row instead of 700, nearly all of them outside the heap that is collected. */
export class RoundTable {
  readonly rows: PackedRow[] = [];
  readonly #texts = new Texts();
  #block = new RowBlock(this.#texts);
  #families: Families | undefined;

  add(row: RoundRow): void {
    const at = this.rows.length % BLOCK;
    if (at === 0 && this.rows.length > 0) this.#block = new RowBlock(this.#texts);
    this.#families = sameFamilies(this.#families, row) ?? this.#familiesOf(row);
    this.#block.set(at, row, this.#families);
    this.rows.push(new PackedRow(this.#block, at));
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
