import type { Described } from './codebook.ts';
import { TABLES } from './tables.ts';

/** A file beside the report, and the forms it comes in. */
export interface Download {
  readonly name: string;
  readonly href: string; // relative to the report
  readonly what: string;
  /** The same in other forms, or what goes with it; in the folder too. */
  readonly also?: readonly string[];
  readonly isTable?: boolean;
}

const download = (name: string, what: string, also: readonly string[] = []): Download => ({
  name,
  href: name,
  what,
  ...(also.length > 0 && { also }),
});

/** The files of a bundle with these tables, as a reader is told of them. */
export const downloadsOf = (tables: readonly Described[]): readonly Download[] => [
  download('README.md', 'where to begin with the data: how to load, read and cite them'),
  download('estimates.json', 'every number of this page with its standard error; its JSON Schema', [
    'estimates.schema.json',
  ]),
  ...tables.map(({ name, what }) =>
    Object.assign(download(`${name}.csv`, what, [`${name}.parquet`]), { isTable: true }),
  ),
  download('codebook.csv', 'every column: type, unit, range, meaning, definition', ['codebook.json']),
  download(
    'methods.json',
    'versions, settings, seed and hashes: what it takes to make this report again; its JSON Schema',
    ['methods.schema.json'],
  ),
];

/** The files that a run writes beside its report. */
export const DOWNLOADS: readonly Download[] = [
  ...downloadsOf(TABLES),
  download('alerts.json', 'thresholds that somebody set, and which of them trust has crossed'),
  download('digest.json', 'what the mail about this report says'),
];
