import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { number, text, whole, type Cell, type CellType } from '../../../lib/report/bundle/column.ts';
import { tableCsv } from '../../../lib/report/bundle/csv.ts';
import { tableParquet } from '../../../lib/report/bundle/parquet.ts';
import { pathsTable, sellersTable } from '../../../lib/report/bundle/seller-tables.ts';
import { table, type Table } from '../../../lib/report/bundle/table.ts';
import { TABLES } from '../../../lib/report/bundle/tables.ts';
import { hostile, withTexts } from './hostile.ts';
import { readParquet, told } from './told.ts';

const linesOf = (csv: string): string[][] =>
  parse(csv, { record_delimiter: '\r\n', relax_column_count: false });

/** A value as CSV has it: NUL is U+FFFD. */
const inCsv = (cell: Cell): string => String(cell ?? '').replaceAll('\0', '\uFFFD');

/** Without the ' that a formula has before it. */
const unguarded = (value: string): string => value.replaceAll("'", '');

describe.each(TABLES.map((each) => [each.name, each] as const))('%s', (_, each) => {
  it('has rows of the golden marketplace, each as long as its head, and the types it says', () => {
    const rows = each.cells(told);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row).toHaveLength(each.columns.length);
      for (const [index, { name, type }] of each.columns.entries())
        expect([name, fits(row[index] ?? null, type)]).toEqual([name, true]);
    }
  });

  it('describes every measure it has', () => {
    const at = each.columns.findIndex(({ name }) => name === 'measure');
    const names = at < 0 ? [] : each.cells(told).map((row) => String(row[at]));
    expect(names.filter((name) => !(name in each.measures))).toEqual([]);
  });

  it('is the same in CSV and Parquet, and the same bytes each time', async () => {
    const rows = each.cells(told);
    const names = each.columns.map(({ name }) => name);
    expect(linesOf(tableCsv(each, told))).toEqual([names, ...rows.map((row) => row.map(inCsv))]);
    const bytes = tableParquet(each, told);
    expect(await readParquet(bytes)).toEqual(
      rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]]))),
    );
    expect(Buffer.from(bytes).equals(Buffer.from(tableParquet(each, told)))).toBe(true);
  });
});

const fits = (cell: Cell, type: CellType): boolean =>
  cell === null ||
  {
    text: typeof cell === 'string',
    whole: Number.isInteger(cell),
    number: typeof cell === 'number',
    boolean: typeof cell === 'boolean',
  }[type];

it('columns have names of one form, and no table or column has a name twice', () => {
  const all: readonly Pick<Table, 'name' | 'columns'>[] = [...TABLES, sellersTable, pathsTable];
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  for (const { name, columns } of all)
    for (const each of [name, ...columns.map((column) => column.name)])
      expect(each).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
  const twice = [text<string>('a', 'A.', (row) => row), text<string>('a', 'A.', (row) => row)];
  expect(() => table<string>({ name: 'x', what: 'x', rows: () => [], columns: twice })).toThrow(RangeError);
});

describe('hostile text', () => {
  it.each(TABLES.map((each) => [each.name, each] as const))(
    'survives every text column of %s',
    async (_, each) => {
      await fc.assert(
        fc.asyncProperty(hostile, async (evil) => {
          let uses = 0;
          const bad = withTexts(told, () => `${evil}${(uses += 1)}`);
          const rows = each.cells(bad);
          const [, ...lines] = linesOf(tableCsv(each, bad));
          expect(lines).toHaveLength(rows.length);
          for (const [i, row] of rows.entries())
            for (const [j, cell] of row.entries()) {
              const found = lines[i]?.[j] ?? '?';
              expect(unguarded(found)).toBe(unguarded(inCsv(cell)));
              expect([cell, isFormula(cell, found)]).toEqual([cell, false]);
            }
          const read = await readParquet(tableParquet(each, bad));
          expect(read.map((row) => Object.values(row))).toEqual(rows.map((row) => row.map(asRead)));
        }),
        { seed: 6, numRuns: 15 },
      );
    },
  );

  it('a number that its column does not hold is refused by place', () => {
    expect(() => tableParquet(one(1.5), null)).toThrow('t.n requires a whole number, found 1.5');
    expect(() => tableParquet(one(Number.NaN), null)).toThrow(RangeError);
  });
});

const one = (value: number): Table<null> =>
  table<number, null>({
    name: 't',
    what: 't',
    rows: () => [value],
    columns: [whole('n', 'N.', (row) => row), number('x', 'X.', () => 0.5)],
  });

const isFormula = (cell: Cell | undefined, found: string): boolean =>
  typeof cell === 'string' && /(^|;)[=+\-@\t\r\n\0\uFF1D\uFF0B\uFF0D\uFF20]/.test(found);

/** hyparquet takes U+FEFF before a text for a byte order mark; the file has it, as DuckDB reads. */
const asRead = (cell: Cell): Cell => (typeof cell === 'string' ? cell.replace(/^\uFEFF/, '') : cell);
