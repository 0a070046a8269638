import { plainRow } from './plain-row.ts';
import { RowSet } from './row-set.ts';
import type { Rejection, RoundRow } from './row.ts';

/** Remembers the rows of one file, to find a round that comes twice and a row that counts time another way. */
export class Repeats {
  readonly #rows: readonly RoundRow[];
  readonly #known: RowSet;
  #isDated: boolean | undefined; // as the first row is

  /** @param rows those accepted so far; a row that `check` passes comes next */
  constructor(rows: readonly RoundRow[]) {
    this.#rows = rows;
    this.#known = new RowSet(rows);
  }

  /** Why a row cannot stand beside those before it, or undefined: then it is remembered.
   *  @param round as the file has it: two rounds of one instant may be numbered */
  check(row: RoundRow, round: unknown): Rejection | undefined {
    const first = this.#rows[0];
    if (first !== undefined) this.#isDated ??= first.askedAt !== null;
    if (first !== undefined && (row.askedAt !== null) !== this.#isDated) return otherOrder(row, first);
    const earlier = this.#known.find(row, cell(round));
    return earlier && repeat(row, earlier);
  }
}

const cell = (value: unknown) => (value === null || value === undefined ? '' : String(value).trim());

function otherOrder(row: RoundRow, first: RoundRow): Rejection {
  const reason =
    row.askedAt === null
      ? `asked_at is missing here but given in line ${first.line}; give it in every row, or leave the column out and use round`
      : `asked_at is given here but not in line ${first.line}; give it in every row, or in none and use round`;
  return { line: row.line, field: 'asked_at', value: row.askedAt ?? '', reason };
}

function repeat(row: RoundRow, earlier: RoundRow): Rejection {
  const field = row.askedAt === null ? 'round' : 'asked_at';
  const which = `seller ${row.sellerId}, recommender ${row.recommender}`;
  const reason = isSame(row, earlier)
    ? `repeats line ${earlier.line} (${which}) exactly, which is kept; remove this line`
    : `the same round as line ${earlier.line} (${which}) with other values, which is kept; remove one, or correct ${field}`;
  return { line: row.line, field, value: row.askedAt ?? String(row.position), reason };
}

function isSame(row: RoundRow, other: RoundRow): boolean {
  const [own, its] = [row, other].map((each) => JSON.stringify({ ...plainRow(each), line: 0 }));
  return own === its;
}
