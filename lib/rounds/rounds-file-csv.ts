import { parse } from 'csv-parse/sync';
import { checkHeader, cut, isColumn } from './rounds-file-columns.ts';
import type { Line } from './rounds-file-lines.ts';
import { cellsOf, type Found, type FoundValues } from './rounds-file-row.ts';
import type { Rejection } from './row.ts';

const DELIMITERS = [',', ';', '\t'] as const;
/** A quoted value may run over this many lines; after that the quote counts as never closed. */
const LONGEST_QUOTE = 50; // lines

/** Which columns a file may have. */
export interface Header {
  knows(column: string): boolean;
  /** What is wrong with a header; empty when the file can be read. */
  faults(columns: readonly string[], line: number): readonly Rejection[];
}

const ROUNDS: Header = { knows: isColumn, faults: checkHeader };

/** The rows of a CSV file. Commas, semicolons or tabs: whichever makes the header names known.
 *  A faulty header ends the file with its faults; a faulty line costs only itself. */
export async function* csvRows(
  lines: AsyncIterable<Line>,
  kind: Header = ROUNDS,
): AsyncGenerator<FoundCells> {
  const reader = new CsvReader(kind);
  for await (const line of lines) {
    yield* reader.rows([line]).map(withCells);
    if (reader.isDone) return;
  }
  yield* reader.end().map(withCells);
}

type FoundCells = Exclude<Found, FoundValues>;

const withCells = (found: Found): FoundCells =>
  'values' in found ? { line: found.line, cells: cellsOf(found.columns, found.values) } : found;

/** The rows of a CSV file, as many lines at a time as come. */
export class CsvReader {
  readonly #kind: Header;
  #header: { columns: string[]; delimiter: string } | undefined;
  #open: Text[] = []; // lines of a quote that is not closed yet
  #found: Found[] = [];
  isDone = false; // by a faulty header: no line after it is read

  constructor(kind: Header = ROUNDS) {
    this.#kind = kind;
  }

  rows(lines: readonly Line[]): readonly Found[] {
    this.#found = [];
    for (const { line, text, fault } of lines) {
      if (this.isDone) break;
      if (text !== undefined) this.#next({ line, text });
      else {
        this.#close();
        this.#take(refused(line, '', fault ?? 'not readable; check it'));
      }
    }
    return this.#found;
  }

  end(): readonly Found[] {
    this.#found = [];
    if (!this.isDone) this.#close();
    return this.#found;
  }

  /** Lines are joined where a quoted value runs over a line end. A quote that is never closed costs its own line only: the
   *  lines after it are read again by themselves. */
  #next(text: Text): void {
    if (this.#open.length === 0 && !isOpen(text.text)) {
      if (text.text.trim() !== '') this.#take(text);
      return;
    }
    this.#open.push(text);
    const joined = this.#open.map((part) => part.text).join('\n');
    if (isOpen(joined) && this.#open.length < LONGEST_QUOTE) return;
    const whole = { line: this.#open[0]?.line ?? text.line, text: joined };
    if (!isOpen(joined) && isWellFormed(joined)) {
      this.#open = [];
      this.#take(whole);
    } else this.#close();
  }

  #close(): void {
    while (this.#open.length > 0) {
      const [first, ...rest] = this.#open;
      this.#open = [];
      if (first !== undefined)
        this.#take(refused(first.line, first.text, 'a quote that is never closed; close it or remove it'));
      for (const text of rest) this.#next(text);
    }
  }

  #take(record: Text | { rejection: Rejection }): void {
    if (this.isDone) return;
    if ('rejection' in record) {
      this.isDone = this.#header === undefined;
      this.#found.push(this.isDone ? { ...record, unreadable: true } : record);
    } else if (this.#header !== undefined) {
      this.#found.push(row(record, this.#header.columns, this.#header.delimiter));
    } else if (record.text.trim() !== '') this.#takeHeader(record);
  }

  #takeHeader({ line, text }: Text): void {
    this.#header = readHeader(text, this.#kind);
    const faults = this.#kind.faults(this.#header.columns, line);
    this.isDone = faults.length > 0;
    this.#found.push(...faults.map((rejection) => ({ rejection, unreadable: true as const })));
  }
}

interface Text {
  readonly line: number;
  readonly text: string;
}

const isOpen = (text: string) => text.includes('"') && (text.split('"').length - 1) % 2 === 1;

function isWellFormed(text: string): boolean {
  return DELIMITERS.some((delimiter) => typeof fields(text, delimiter) !== 'string');
}

/** The values of one record, or what is wrong with its quotes. */
function fields(text: string, delimiter: string): string[] | string {
  if (!text.includes('"')) return text.split(delimiter);
  try {
    const parsed: string[][] = parse(text, { delimiter, relax_column_count: true, relax_quotes: false });
    return parsed[0] ?? [];
  } catch {
    return 'a quote inside a value; put the whole value in quotes and double the quotes inside it';
  }
}

function readHeader(text: string, kind: Header): { columns: string[]; delimiter: string } {
  const read = DELIMITERS.map((delimiter) => {
    const values = fields(text, delimiter);
    const columns = (typeof values === 'string' ? [text] : values).map((name) => name.trim());
    return { columns, delimiter, known: columns.filter((name) => kind.knows(name)).length };
  });
  return read.reduce((best, each) => (each.known > best.known ? each : best));
}

function row({ line, text }: Text, columns: readonly string[], delimiter: string): Found {
  const values = fields(text, delimiter);
  if (typeof values === 'string') return refused(line, text, values);
  if (values.length !== columns.length) {
    const difference = values.length < columns.length ? 'too few' : 'too many';
    return refused(
      line,
      text,
      `${difference} values: ${values.length} where the header has ${columns.length}; check for a missing or stray ${NAMES[delimiter] ?? 'separator'}`,
    );
  }
  return { line, columns, values };
}

const NAMES: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab' };

function refused(line: number, text: string, reason: string): { rejection: Rejection } {
  return { rejection: { line, field: 'line', value: cut(text), reason } };
}
