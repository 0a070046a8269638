import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { parquetMetadata, parquetRead, parquetSchema, type FileMetaData } from 'hyparquet';
import { checkHeader } from './rounds-file-columns.ts';
import type { Found } from './rounds-file-row.ts';

const ROWS_AT_ONCE = 10_000;
const MAGIC = [0x50, 0x41, 0x52, 0x31]; // PAR1

export function isParquet(start: Uint8Array): boolean {
  return MAGIC.every((byte, index) => start[index] === byte);
}

/** The rows of a Parquet file (uncompressed, Snappy, gzip or Brotli). `line` counts as in CSV: 2 is the first row.
 *  A file that cannot be read is one rejection of line 1. */
export async function* parquetRows(bytes: Uint8Array): AsyncGenerator<readonly Found[]> {
  try {
    const file = bufferOf(bytes);
    const metadata = parquetMetadata(file);
    const columns = parquetSchema(metadata).children.map((child) => child.element.name);
    const faults = checkHeader(columns);
    yield faults.map((rejection) => ({ rejection, unreadable: true }));
    if (faults.length > 0) return;
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      yield* rowsOf(await columnsOf(file, metadata, rowStart, rowEnd), columns, rowStart, rowEnd);
      rowStart = rowEnd;
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unknown fault';
    const reason = `not a readable Parquet file (${why}); write it again, with Snappy or no compression`;
    yield [{ rejection: { line: 1, field: 'file', value: '', reason }, unreadable: true }];
  }
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBuffer {
  const whole = buffer instanceof ArrayBuffer && byteOffset === 0 && byteLength === buffer.byteLength;
  return whole ? buffer : new Uint8Array(buffer, byteOffset, byteLength).slice().buffer;
}

interface Chunk {
  readonly rowStart: number;
  readonly columnData: ArrayLike<unknown>;
}

/** The values of a row group, by column: a group is decoded once, and no object is made of a row. */
async function columnsOf(
  file: ArrayBuffer,
  metadata: FileMetaData,
  rowStart: number,
  rowEnd: number,
): Promise<Map<string, Chunk[]>> {
  const chunks = new Map<string, Chunk[]>();
  await parquetRead({
    file,
    metadata,
    compressors: COMPRESSORS,
    rowStart,
    rowEnd,
    onChunk: ({ columnName, ...chunk }) => {
      const own = chunks.get(columnName) ?? [];
      chunks.set(columnName, own);
      own.push(chunk);
    },
  });
  return chunks;
}

function* rowsOf(
  chunks: ReadonlyMap<string, readonly Chunk[]>,
  columns: readonly string[],
  rowStart: number,
  rowEnd: number,
): Generator<readonly Found[]> {
  const cursors = columns.map((column) => cursor(chunks.get(column) ?? []));
  for (let from = rowStart; from < rowEnd; from += ROWS_AT_ONCE) {
    const found: Found[] = [];
    for (let row = from; row < Math.min(from + ROWS_AT_ONCE, rowEnd); row += 1)
      found.push({ line: row + 2, columns, values: cursors.map((at) => at(row)) });
    yield found;
  }
}

/** The value of a row; rows are asked for in their order. */
function cursor(chunks: readonly Chunk[]): (row: number) => unknown {
  let chunk = 0;
  return (row) => {
    for (;;) {
      const { rowStart, columnData } = chunks[chunk] ?? NOTHING;
      if (row < rowStart + columnData.length || chunk >= chunks.length) return columnData[row - rowStart];
      chunk += 1;
    }
  };
}

const NOTHING: Chunk = { rowStart: 0, columnData: [] };

const COMPRESSORS = {
  GZIP: (bytes: Uint8Array) => new Uint8Array(gunzipSync(bytes)),
  BROTLI: (bytes: Uint8Array) => new Uint8Array(brotliDecompressSync(bytes)),
};
