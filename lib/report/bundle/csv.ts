import { csvLine } from '../../rounds/csv-line.ts';
import type { Cell } from './column.ts';
import type { Table } from './table.ts';

/** A table as CSV: RFC 4180, UTF-8, CRLF, one line of names. Not known is empty. */
export function tableCsv<Source>({ columns, cells }: Table<Source>, source: Source): string {
  return csv([columns.map(({ name }) => name), ...cells(source)]);
}

export const csv = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${csvLine(row.map(guarded))}\r\n`).join('');

const guarded = (cell: Cell): string | number | null =>
  typeof cell === 'string' ? harmless(cell) : typeof cell === 'boolean' ? String(cell) : cell;

/** Text from outside, harmless in a spreadsheet: what would begin a formula gets a `'` before it, after a semicolon too, at
 *  which spreadsheets of many countries begin a cell. Numbers are numbers and stay as they are. OWASP ASVS 1.2.10. A NUL, at
 *  which some readers stop, becomes U+FFFD. */
export const harmless = (value: string): string =>
  value.replaceAll('\u0000', '\uFFFD').replaceAll(/(^|;)(?=[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20])/g, "$1'");
