import type { Cells } from './rounds-file-row.ts';
import type { Rejection, RoundRow } from './row.ts';

/** Remembers the rows of one file, to find a round that comes twice and a row that counts time another way. */
export class Repeats {
  readonly #rows = new Map<string, RoundRow>();
  #first: RoundRow | undefined;

  /** Why a row cannot stand beside those before it, or undefined: then it is remembered. */
  check(row: RoundRow, cells: Cells): Rejection | undefined {
    this.#first ??= row;
    if ((row.askedAt === null) !== (this.#first.askedAt === null)) return otherOrder(row, this.#first);
    const key = [row.sellerId, row.recommender, row.position, cell(cells['round'])].join('\u0000');
    const earlier = this.#rows.get(key);
    if (earlier !== undefined) return repeat(row, earlier);
    this.#rows.set(key, row);
    return undefined;
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
  return JSON.stringify({ ...row, line: 0 }) === JSON.stringify({ ...other, line: 0 });
}
