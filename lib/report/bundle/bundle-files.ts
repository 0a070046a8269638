import type { Estimates } from '../../trust/estimates.ts';
import type { PathRow } from '../../trust/evolution/seller-paths.ts';
import type { SellerRow } from '../../trust/seller-estimates.ts';
import type { ReportFile } from '../report-files.ts';
import { codebookCsv, codebookJson } from './codebook.ts';
import { tableCsv } from './csv.ts';
import { tableParquet } from './parquet.ts';
import type { Download } from './downloads.ts';
import { readmeText } from './readme.ts';
import { pathsTable, sellersTable } from './seller-tables.ts';
import type { Table } from './table.ts';
import { TABLES } from './tables.ts';

export interface BundleOf {
  readonly title: string;
  readonly downloads: readonly Download[];
  /** Folder of the reports of the period; null: not published. */
  readonly place: string | null;
  /** For whoever may see single sellers. */
  readonly sellers?: readonly SellerRow[];
  readonly paths?: Iterable<PathRow>;
}

/** The tables as CSV and Parquet, their codebook and README. The same estimates give the same bytes. */
export function bundleFiles(estimates: Estimates, about: BundleOf): readonly ReportFile[] {
  const { title, downloads, place, sellers, paths } = about;
  const tables = [...TABLES, ...(sellers ? [sellersTable] : []), ...(paths ? [pathsTable] : [])];
  return [
    ...TABLES.flatMap((table) => bothForms(table, estimates)),
    ...(sellers ? bothForms(sellersTable, sellers) : []),
    ...(paths ? bothForms(pathsTable, paths) : []),
    ['codebook.csv', codebookCsv(tables)],
    ['codebook.json', codebookJson(tables)],
    ['README.md', readmeText({ title, estimates, downloads, tables, place })],
  ];
}

function bothForms<Source>(table: Table<Source>, source: Source): readonly ReportFile[] {
  return [
    [`${table.name}.csv`, tableCsv(table, source)],
    [`${table.name}.parquet`, tableParquet(table, source)],
  ];
}
