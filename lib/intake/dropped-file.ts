import { slug } from '../domain/identifier.ts';
import { openBytes } from '../rounds/rounds-file-bytes.ts';
import { csvRows } from '../rounds/rounds-file-csv.ts';
import { cut } from '../rounds/rounds-file-columns.ts';
import { isCells } from '../rounds/rounds-file-jsonl.ts';
import { splitLines, type Line } from '../rounds/rounds-file-lines.ts';
import { isKey } from '../store/files.ts';
import type { Candidate } from './candidate.ts';
import { headerOf, TABLE_KINDS, type TableKind } from './table-columns.ts';
import { rowCandidate } from './table-row.ts';

/** A file dropped into the intake bucket, by its key `in/<tenant>/<kind>/<name>.jsonl` or `.csv`, also gzipped. */
export interface DroppedFile {
  readonly tenant: string;
  readonly kind: 'events' | keyof typeof TABLE_KINDS;
  readonly format: 'jsonl' | 'csv';
  readonly results: string; // start of the keys of its results
}

const KEY = /^in\/([^/]+)\/([^/]+)\/(.+)\.(jsonl|csv)(?:\.gz)?$/;

/** What a key says about its file; undefined for a key that is not one of a dropped file. */
export function readDropKey(key: string): DroppedFile | undefined {
  const [, tenant = '', kind = '', name = '', format] = KEY.exec(key) ?? [];
  if (!isKey(key) || !slug.safeParse(tenant).success || (format !== 'jsonl' && format !== 'csv'))
    return undefined;
  if (!isKind(kind) || (kind === 'events' && format === 'csv')) return undefined;
  return { tenant, kind, format, results: `out/${tenant}/${kind}/${name}` };
}

function isKind(kind: string): kind is DroppedFile['kind'] {
  return kind === 'events' || Object.hasOwn(TABLE_KINDS, kind);
}

/** What stands in a dropped file, line by line. */
export async function* candidatesIn(file: DroppedFile, body: Uint8Array): AsyncGenerator<Candidate> {
  const { start, chunks } = await openBytes(body, () => undefined);
  if (start.length === 0) yield fault(1, '', 'an empty file; check how it was made');
  const lines = splitLines(chunks);
  if (file.kind === 'events') yield* eventLines(lines);
  else if (file.format === 'jsonl') yield* rowLines(lines, file.kind, TABLE_KINDS[file.kind]);
  else yield* csvLines(lines, file.kind, TABLE_KINDS[file.kind]);
}

async function* eventLines(lines: AsyncIterable<Line>): AsyncGenerator<Candidate> {
  for await (const line of lines) {
    const read = objectIn(line);
    if (read !== undefined) yield read;
  }
}

/** Rows as objects with a column's name as key; a line that is a CloudEvent is taken as such. */
async function* rowLines(
  lines: AsyncIterable<Line>,
  name: string,
  kind: TableKind,
): AsyncGenerator<Candidate> {
  for await (const line of lines) {
    const read = objectIn(line);
    if (read === undefined) continue;
    const isRow = 'value' in read && isCells(read.value) && !('specversion' in read.value);
    yield isRow && isCells(read.value) ? rowCandidate(read.place, read.value, name, kind) : read;
  }
}

async function* csvLines(
  lines: AsyncIterable<Line>,
  name: string,
  kind: TableKind,
): AsyncGenerator<Candidate> {
  for await (const found of csvRows(lines, headerOf(kind))) {
    if ('cells' in found) yield rowCandidate(found.line, found.cells, name, kind);
    else {
      const { line, ...rejection } = found.rejection;
      yield { place: line, fault: rejection };
    }
  }
}

/** The object a line holds, or why it holds none; undefined for a blank line. */
function objectIn({ line, text, fault: unreadable }: Line): Candidate | undefined {
  if (text === undefined) return fault(line, '', unreadable ?? 'not readable; check it');
  if (text.trim() === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isCells(value) ? { place: line, value } : fault(line, text, 'not an object; write one a line');
  } catch {
    const known = /\b(?:NaN|Infinity)\b/.exec(text)?.[0];
    if (known !== undefined)
      return fault(line, known, `${known} is not JSON; leave the field out where it is not known`);
    return fault(line, text, 'not JSON; write one object a line, without line breaks in it');
  }
}

function fault(place: number, value: string, reason: string): Candidate {
  return { place, fault: { field: 'line', value: cut(value), reason } };
}
