import type { Cell, Column } from './column.ts';
import { csv } from './csv.ts';
import { DEFINITIONS, definitionName } from './table-definitions.ts';
import { MODELS } from './models.ts';
import type { Table } from './table.ts';

/** What the writers need of a table to describe it. */
export type Described = Omit<Table<never>, 'cells'>;

interface Entry {
  readonly table: string;
  readonly column: string;
  readonly measure: string | null; // null: the entry is of the column itself
  readonly type: string;
  readonly unit: string | null;
  readonly range: string | null;
  readonly meaning: string;
  readonly definition: string | null; // trust@1
  readonly formula: string | null; // what that says
}

/** One entry a column, and one a measure of a long table. */
export function codebookEntries(tables: readonly Described[]): readonly Entry[] {
  return tables.flatMap(({ name: table, columns, measures }) => [
    ...columns.map((column) =>
      entryOf({ table, column: column.name, measure: null, type: column.type }, column),
    ),
    ...Object.entries(measures).map(([measure, words]) =>
      entryOf({ table, column: 'measure', measure, type: 'number' }, words),
    ),
  ]);
}

type Words = Pick<Column, 'meaning' | 'definition'> & Partial<Pick<Column, 'unit' | 'range'>>;

function entryOf(
  where: Pick<Entry, 'table' | 'column' | 'measure' | 'type'>,
  { unit = null, range = null, meaning, definition }: Words,
): Entry {
  const formula = definition === null ? null : DEFINITIONS[definition].meaning;
  const name = definition === null ? null : definitionName(definition);
  return { ...where, unit, range, meaning, definition: name, formula };
}

const COLUMNS = [
  'table',
  'column',
  'measure',
  'type',
  'unit',
  'range',
  'meaning',
  'definition',
  'formula',
] as const;

/** `codebook.csv` */
export function codebookCsv(tables: readonly Described[]): string {
  const rows = codebookEntries(tables).map((entry) => COLUMNS.map((name): Cell => entry[name]));
  return csv([COLUMNS, ...rows]);
}

/** `codebook.json`: the same, with all definitions and models by version. */
export function codebookJson(tables: readonly Described[]): string {
  const codebook = {
    schema: 'seller-trust/codebook@1',
    tables: tables.map(({ name, what }) => ({ name, what, files: [`${name}.csv`, `${name}.parquet`] })),
    columns: codebookEntries(tables),
    definitions: DEFINITIONS,
    models: MODELS,
  };
  return `${JSON.stringify(codebook, withoutFormulas, 2)}\n`;
}

/** Definitions hold them. */
const withoutFormulas = (key: string, value: unknown): unknown => (key === 'formula' ? undefined : value);
