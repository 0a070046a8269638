import { createHash } from 'node:crypto';
import { isDamagedGzip, openBytes, whole } from './rounds-file-bytes.ts';
import { csvRows } from './rounds-file-csv.ts';
import { jsonlRows } from './rounds-file-jsonl.ts';
import { splitLines } from './rounds-file-lines.ts';
import { isParquet, parquetRows } from './rounds-file-parquet.ts';
import { Repeats } from './rounds-file-repeats.ts';
import { readRow, type Found, type FoundRow } from './rounds-file-row.ts';
import type { Rejection, RoundRow } from './row.ts';

/** Where rounds come from; `name` decides between CSV and JSONL where the content does not. */
export interface RoundsSource {
  readonly name: string;
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>;
}

export interface RoundsFile {
  readonly rows: readonly RoundRow[];
  readonly rejections: readonly Rejection[]; // the first `REJECTIONS_KEPT`, in the order found
  readonly rejected: number; // data rows that were refused, each counted once
  readonly total: number; // data rows found: accepted and refused
  readonly sha256: string; // of the bytes as given
}

export const REJECTIONS_KEPT = 1000;

/** Reads a rounds file (CSV, JSONL or Parquet, the first two also gzipped): design 5.1. Every value is checked; a row
 *  with a fault is refused by line, field, value and reason, and nothing around it is lost. A header that cannot be
 *  read leaves no rows and says why. */
export async function readRounds(source: RoundsSource): Promise<RoundsFile> {
  const hash = createHash('sha256');
  const collected = await collect(found(source, (chunk) => hash.update(chunk)));
  return { ...collected, sha256: hash.digest('hex') };
}

async function* found(source: RoundsSource, see: (chunk: Uint8Array) => void): AsyncGenerator<Found> {
  try {
    const { start, chunks } = await openBytes(source.bytes, see);
    if (isParquet(start)) yield* parquetRows(await whole(chunks));
    else if (isJsonl(source.name, start)) yield* jsonlRows(splitLines(chunks));
    else yield* csvRows(splitLines(chunks));
  } catch (cause) {
    if (!isDamagedGzip(cause)) throw cause;
    yield { rejection: DAMAGED, unreadable: true };
  }
}

const isJsonl = (name: string, start: Uint8Array) =>
  /\.(?:jsonl|ndjson)(?:\.gz)?$/i.test(name) || start[0] === 0x7b;

const DAMAGED: Rejection = {
  line: 1,
  field: 'file',
  value: '',
  reason:
    'a gzip file that is damaged or cut short; what came before the damage was read, fetch the file again',
};

async function collect(each: AsyncIterable<Found>): Promise<Omit<RoundsFile, 'sha256'>> {
  const rows: RoundRow[] = [];
  const repeats = new Repeats();
  const rejections: Rejection[] = [];
  let rejected = 0;
  for await (const one of each) {
    const faults = 'cells' in one ? accept(one, rows, repeats) : [one.rejection];
    if (faults.length > 0 && !('unreadable' in one)) rejected += 1;
    rejections.push(...faults.slice(0, REJECTIONS_KEPT - rejections.length));
  }
  if (rows.length === 0 && rejections.length === 0) rejections.push(NOTHING);
  return { rows, rejections, rejected, total: rows.length + rejected };
}

/** Puts a row beside those before it, or says why not. */
function accept({ line, cells }: FoundRow, rows: RoundRow[], repeats: Repeats): readonly Rejection[] {
  const row = readRow(line, cells);
  if (Array.isArray(row)) return row;
  const fault = repeats.check(row, cells);
  if (fault !== undefined) return [fault];
  rows.push(row);
  return [];
}

const NOTHING: Rejection = {
  line: 1,
  field: 'file',
  value: '',
  reason: 'no rounds in it; give a header and at least one row, see `trust simulate` for an example',
};
