import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Cell, CellType } from './column.ts';
import type { Table } from './table.ts';

const TYPES = {
  text: 'STRING',
  whole: 'INT32',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
} as const satisfies Record<CellType, string>;

/** A table as Parquet: text as it is, numbers as numbers, not known as null. No clock: the same cells are the same bytes.
 *  @throws RangeError for a number that its column does not hold */
export function tableParquet<Source>(
  { name: table, columns, cells }: Table<Source>,
  source: Source,
): Uint8Array {
  const rows = cells(source);
  const columnData = columns.map(({ name, type }, index) => ({
    name,
    type: TYPES[type],
    data: rows.map((row) => checked(row[index] ?? null, type, `${table}.${name}`)),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData, createdBy: 'seller-trust' }));
}

function checked(cell: Cell, type: CellType, place: string): Cell {
  if (typeof cell !== 'number') return cell;
  if (!Number.isFinite(cell) || (type === 'whole' && !isInt32(cell)))
    throw new RangeError(
      `${place} requires ${type === 'whole' ? 'a whole number' : 'a number'}, found ${cell}`,
    );
  return cell + 0; // -0 is 0, as in JSON
}

const isInt32 = (cell: number): boolean => cell === Math.trunc(cell) && Math.abs(cell) < 2 ** 31;
