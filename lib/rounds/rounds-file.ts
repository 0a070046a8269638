import { createHash } from 'node:crypto';
import { isDamagedGzip, openBytes, whole } from './rounds-file-bytes.ts';
import { isColumn } from './rounds-file-columns.ts';
import { CsvReader } from './rounds-file-csv.ts';
import { JsonlReader } from './rounds-file-jsonl.ts';
import { lineBatches } from './rounds-file-lines.ts';
import { isParquet, parquetRows } from './rounds-file-parquet.ts';
import { Repeats } from './rounds-file-repeats.ts';
import {
  cellsOf,
  readRow,
  rowReader,
  type Found,
  type FoundRow,
  type FoundValues,
} from './rounds-file-row.ts';
import { RoundTable } from './round-table.ts';
import type { Rejection, RoundRow } from './row.ts';
import { alone as copyOf } from './texts.ts';

/** Where rounds come from; `name` decides between CSV and JSONL where the content does not. */
export interface RoundsSource {
  readonly name: string;
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>;
}

export interface RoundsFile {
  readonly rows: readonly RoundRow[]; // packed: see `plainRow`
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
  const collected = await collect(batchesOf(source, (chunk) => hash.update(chunk)));
  return { ...collected, sha256: hash.digest('hex') };
}

async function* batchesOf(
  source: RoundsSource,
  see: (chunk: Uint8Array) => void,
): AsyncGenerator<readonly Found[]> {
  try {
    const { start, chunks } = await openBytes(source.bytes, see);
    if (isParquet(start)) yield* parquetRows(await whole(chunks));
    else if (isJsonl(source.name, start)) yield* jsonl(chunks);
    else yield* csv(chunks);
  } catch (cause) {
    if (!isDamagedGzip(cause)) throw cause;
    yield [{ rejection: DAMAGED, unreadable: true }];
  }
}

async function* jsonl(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Found[]> {
  const reader = new JsonlReader();
  for await (const lines of lineBatches(chunks)) yield reader.rows(lines);
}

async function* csv(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Found[]> {
  const reader = new CsvReader();
  for await (const lines of lineBatches(chunks)) {
    yield reader.rows(lines);
    if (reader.isDone) return;
  }
  yield reader.end();
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

async function collect(batches: AsyncIterable<readonly Found[]>): Promise<Omit<RoundsFile, 'sha256'>> {
  const accepted = new Accepted();
  const rejections: Rejection[] = [];
  let rejected = 0;
  for await (const batch of batches)
    for (const one of batch) {
      const faults = 'rejection' in one ? [one.rejection] : accepted.accept(one);
      if (faults.length === 0) continue;
      if (!('unreadable' in one)) rejected += 1;
      rejections.push(...faults.slice(0, REJECTIONS_KEPT - rejections.length).map(alone));
    }
  const { rows } = accepted;
  if (rows.length === 0 && rejections.length === 0) rejections.push(NOTHING);
  return { rows, rejections, rejected, total: rows.length + rejected };
}

class Accepted {
  readonly #table = new RoundTable();
  readonly rows: readonly RoundRow[] = this.#table.rows;
  readonly #readers = new RowReaders();
  readonly #repeats = new Repeats(this.rows);

  /** Puts a row beside those before it, or says why not. */
  accept(found: FoundRow | FoundValues): readonly Rejection[] {
    const { line } = found;
    const [columns, values] =
      'values' in found
        ? [found.columns, found.values]
        : [Object.keys(found.cells), Object.values(found.cells)];
    const cells = () => ('cells' in found ? found.cells : cellsOf(columns, values));
    const row = this.#readers.of(columns)?.(line, values) ?? readRow(line, cells());
    if (Array.isArray(row)) return row;
    const fault = this.#repeats.check(row, values[columns.indexOf('round')]);
    if (fault !== undefined) return [fault];
    this.#table.add(row);
    return [];
  }
}

/** A reader for each set of columns: one of a CSV or Parquet file, some of JSONL, where what is not known is left out. */
class RowReaders {
  readonly #byColumns = new Map<string, ReturnType<typeof rowReader> | undefined>();
  #columns: readonly string[] = [];
  #reader: ReturnType<typeof rowReader> | undefined;

  /** Undefined where a column is not known, or where there are too many sets to hold. */
  of(columns: readonly string[]): ReturnType<typeof rowReader> | undefined {
    if (columns === this.#columns) return this.#reader;
    this.#columns = columns;
    const key = columns.join('\n');
    if (!this.#byColumns.has(key)) {
      if (this.#byColumns.size >= MOST_READERS) return (this.#reader = undefined);
      this.#byColumns.set(key, columns.every(isColumn) ? rowReader(columns) : undefined);
    }
    this.#reader = this.#byColumns.get(key);
    return this.#reader;
  }
}

const MOST_READERS = 1000;

/** A rejection that keeps nothing of the file in memory. */
function alone(rejection: Rejection): Rejection {
  return {
    ...rejection,
    field: copyOf(rejection.field),
    value: copyOf(rejection.value),
    reason: copyOf(rejection.reason),
  };
}

const NOTHING: Rejection = {
  line: 1,
  field: 'file',
  value: '',
  reason: 'no rounds in it; give a header and at least one row, see `trust simulate` for an example',
};
