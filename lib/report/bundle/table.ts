import type { Estimates } from '../../trust/estimates.ts';
import type { Cell, Column, ColumnOf } from './column.ts';
import type { DefinitionId } from './table-definitions.ts';

/** What a row of a long table tells: its unit and meaning, as a column has them. */
export interface Measure {
  readonly meaning: string;
  readonly unit: string;
  readonly range?: string;
  readonly definition: DefinitionId;
}

/** A table of the bundle: written as CSV and as Parquet, and described in the codebook. */
export interface Table<Source = Estimates> {
  readonly name: string; // of its files, without the ending
  readonly what: string;
  readonly columns: readonly Column[];
  /** Of a long table, what its `measure` can be. */
  readonly measures: Readonly<Record<string, Measure>>;
  /** Rows in the order of the columns. */
  readonly cells: (source: Source) => readonly (readonly Cell[])[];
}

interface Parts<Source, Row> {
  readonly name: string;
  readonly what: string;
  readonly rows: (source: Source) => readonly Row[];
  readonly columns: readonly ColumnOf<Row>[];
  readonly measures?: Readonly<Record<string, Measure>>;
}

/** @throws RangeError for two columns of one name */
export function table<Row, Source = Estimates>(parts: Parts<Source, Row>): Table<Source> {
  const { name, what, rows, columns, measures = {} } = parts;
  const names = columns.map((column) => column.name);
  const twice = names.find((each, index) => names.indexOf(each) !== index);
  if (twice !== undefined) throw new RangeError(`table ${name} requires one column ${twice}`);
  return {
    name,
    what,
    columns: columns,
    measures,
    cells: (source) => rows(source).map((row) => columns.map(({ of }) => of(row))),
  };
}
