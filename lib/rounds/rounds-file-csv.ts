import { parse } from 'csv-parse/sync';
import { checkHeader, cut, isColumn } from './rounds-file-columns.ts';
import type { Line } from './rounds-file-lines.ts';
import type { Found } from './rounds-file-row.ts';
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
export async function* csvRows(lines: AsyncIterable<Line>, kind: Header = ROUNDS): AsyncGenerator<Found> {
  let header: { columns: string[]; delimiter: string } | undefined;
  for await (const record of records(lines)) {
    if ('rejection' in record) {
      yield header === undefined ? { ...record, unreadable: true } : record;
      if (header === undefined) return;
    } else if (header !== undefined) {
      yield row(record, header.columns, header.delimiter);
    } else if (record.text.trim() !== '') {
      header = readHeader(record.text, kind);
      const faults = kind.faults(header.columns, record.line);
      for (const rejection of faults) yield { rejection, unreadable: true };
      if (faults.length > 0) return;
    }
  }
}

interface Text {
  readonly line: number;
  readonly text: string;
}

/** Lines, joined where a quoted value runs over a line end. A quote that is never closed costs its own line only:
 *  the lines after it are read again by themselves. */
async function* records(lines: AsyncIterable<Line>): AsyncGenerator<Text | { rejection: Rejection }> {
  let open: Text[] = [];
  function* close(): Generator<Text | { rejection: Rejection }> {
    while (open.length > 0) {
      const [first, ...rest] = open;
      open = [];
      if (first !== undefined)
        yield refused(first.line, first.text, 'a quote that is never closed; close it or remove it');
      for (const text of rest) yield* next(text);
    }
  }
  function* next(text: Text): Generator<Text | { rejection: Rejection }> {
    if (open.length === 0 && !isOpen(text.text)) {
      if (text.text.trim() !== '') yield text;
      return;
    }
    open.push(text);
    const joined = open.map((part) => part.text).join('\n');
    if (isOpen(joined) && open.length < LONGEST_QUOTE) return;
    const whole = { line: open[0]?.line ?? text.line, text: joined };
    if (!isOpen(joined) && isWellFormed(joined)) {
      open = [];
      yield whole;
    } else yield* close();
  }
  for await (const { line, text, fault } of lines) {
    if (text !== undefined) yield* next({ line, text });
    else {
      yield* close();
      yield refused(line, '', fault ?? 'not readable; check it');
    }
  }
  yield* close();
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
  const cells: Record<string, unknown> = {};
  columns.forEach((column, index) => (cells[column] = values[index]));
  return { line, cells };
}

const NAMES: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab' };

function refused(line: number, text: string, reason: string): { rejection: Rejection } {
  return { rejection: { line, field: 'line', value: cut(text), reason } };
}
