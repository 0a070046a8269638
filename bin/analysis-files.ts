import { bundleFiles } from '../lib/report/bundle/bundle-files.ts';
import { downloadsOf } from '../lib/report/bundle/downloads.ts';
import { pathsTable, sellersTable } from '../lib/report/bundle/seller-tables.ts';
import { TABLES } from '../lib/report/bundle/tables.ts';
import { compareReports, type Comparison } from '../lib/report/comparison/comparison.ts';
import { estimatesJsonSchema } from '../lib/report/data-files.ts';
import { methodsJson, methodsJsonSchema, runtimeOf } from '../lib/report/methods.ts';
import type { PublishedReport, ReportFile } from '../lib/report/report-files.ts';
import { renderReport } from '../lib/report/report.ts';
import { segmentPages } from '../lib/report/segments/segment-page.ts';
import { estimateProcesses } from '../lib/processes/estimation/estimate-processes.ts';
import type { RoundsFile } from '../lib/rounds/rounds-file.ts';
import { estimateSellers } from '../lib/trust/estimate-sellers.ts';
import { sellerPaths } from '../lib/trust/evolution/seller-paths.ts';
import { estimatesSchema, type Estimates } from '../lib/trust/estimates.ts';
import { fitTrust } from '../lib/trust/fit-trust.ts';
import { isoWeek } from '../lib/trust/period.ts';
import type { AnalysisSettings } from '../lib/trust/settings.ts';
import { summariseTrust } from '../lib/trust/summarise-trust.ts';
import { scaleOfFit } from '../lib/trust/trust-fit.ts';

export interface Analysis {
  readonly estimates: Estimates;
  readonly comparison: Comparison | null; // null: with none before
  readonly files: readonly ReportFile[];
}

/** A rounds file from rows to everything that is written of it.
 *  @param before the analysis that this one is compared with */
export function analyse(
  file: RoundsFile,
  settings: AnalysisSettings,
  { name, paths, before }: { name: string; paths: boolean; before: PublishedReport | null },
): Analysis {
  const fit = fitTrust(file.rows, settings);
  const part = estimateSellers(file.rows, fit);
  const { sha256, total, rejected, rejections, rows } = file;
  const input = {
    sha256,
    rows: total,
    accepted: rows.length,
    rejected,
    rejections: [...rejections],
    usable: fit.usable,
  };
  const effects = estimateProcesses(rows, settings.processes ?? [], { ...settings, scale: scaleOfFit(fit) });
  const estimates = estimatesSchema.parse(summariseTrust(fit, [part], input, effects));
  const methods = (files: readonly ReportFile[]) => methodsJson(estimates, ofFile(settings, input), files);
  const text = `${JSON.stringify(estimates, null, 2)}\n`;
  const now = new Map([
    ['estimates.json', text],
    ['methods.json', methods([])],
  ]);
  const period = isoWeek(settings.asOf);
  const comparison = before && compareReports(before, { period, asOf: settings.asOf, files: now });
  const about = {
    title: 'Seller trust',
    downloads: downloadsOf([...TABLES, sellersTable, ...(paths ? [pathsTable] : [])]),
    place: null,
    sellers: part.sellers,
    ...(paths && { paths: [...sellerPaths(rows, fit)] }),
  };
  const page = { ...about, tenantName: name, comparison };
  const files: ReportFile[] = [
    ['estimates.schema.json', estimatesJsonSchema()],
    ['estimates.json', text],
    ...bundleFiles(estimates, about),
    ['report.html', renderReport(estimates, page)],
    ...segmentPages(estimates, page),
    ['methods.schema.json', methodsJsonSchema()],
  ];
  return { estimates, comparison, files: [...files, ['methods.json', methods(files)]] };
}

/** What `methods.json` says of the analysis of a file. */
const ofFile = (
  settings: AnalysisSettings,
  { sha256, rows }: Pick<Estimates['input'], 'sha256' | 'rows'>,
) => ({
  tenant: null,
  period: isoWeek(settings.asOf),
  previous: settings.since ?? null,
  provenance: {
    runId: null,
    runtime: runtimeOf(process),
    reportVersion: settings.codeVersion,
    settings,
    snapshots: [{ range: null, sha256, rows }],
  },
});
