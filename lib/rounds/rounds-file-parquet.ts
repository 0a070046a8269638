import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet';
import { checkHeader } from './rounds-file-columns.ts';
import { isCells } from './rounds-file-jsonl.ts';
import type { Found } from './rounds-file-row.ts';

const ROWS_AT_ONCE = 10_000;
const MAGIC = [0x50, 0x41, 0x52, 0x31]; // PAR1

export function isParquet(start: Uint8Array): boolean {
  return MAGIC.every((byte, index) => start[index] === byte);
}

/** The rows of a Parquet file (uncompressed, Snappy, gzip or Brotli). `line` counts as in CSV: 2 is the first row.
 *  A file that cannot be read is one rejection of line 1. */
export async function* parquetRows(bytes: Uint8Array): AsyncGenerator<Found> {
  const file = new Uint8Array(bytes).buffer;
  try {
    const metadata = parquetMetadata(file);
    const faults = checkHeader(parquetSchema(metadata).children.map((child) => child.element.name));
    for (const rejection of faults) yield { rejection, unreadable: true };
    if (faults.length > 0) return;
    const total = Number(metadata.num_rows);
    for (let rowStart = 0; rowStart < total; rowStart += ROWS_AT_ONCE) {
      const rowEnd = Math.min(rowStart + ROWS_AT_ONCE, total);
      const rows: unknown[] = await parquetReadObjects({
        file,
        metadata,
        compressors: COMPRESSORS,
        rowStart,
        rowEnd,
      });
      for (const [index, cells] of rows.entries())
        if (isCells(cells)) yield { line: rowStart + index + 2, cells };
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unknown fault';
    const reason = `not a readable Parquet file (${why}); write it again, with Snappy or no compression`;
    yield { rejection: { line: 1, field: 'file', value: '', reason }, unreadable: true };
  }
}

const COMPRESSORS = {
  GZIP: (bytes: Uint8Array) => new Uint8Array(gunzipSync(bytes)),
  BROTLI: (bytes: Uint8Array) => new Uint8Array(brotliDecompressSync(bytes)),
};
