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
import type { RoundRow } from '../lib/rounds/row.ts';
import { estimateSellers } from '../lib/trust/estimate-sellers.ts';
import { sellerPaths } from '../lib/trust/evolution/seller-paths.ts';
import { estimatesSchema, type Estimates, type ProcessEstimates } from '../lib/trust/estimates.ts';
import { fitTrust } from '../lib/trust/fit-trust.ts';
import { isoWeek } from '../lib/trust/period.ts';
import type { SellerEstimates, SellerRow } from '../lib/trust/seller-estimates.ts';
import { compare } from '../lib/trust/sequence.ts';
import type { AnalysisSettings } from '../lib/trust/settings.ts';
import { summariseTrust } from '../lib/trust/summarise-trust.ts';
import { scaleOfFit, type TrustFit } from '../lib/trust/trust-fit.ts';
import { collected, fitBeside, fitLarge } from './large-analysis.ts';
import type { Progress } from './progress.ts';
import { sellersOf, type Split } from './workers-option.ts';

/** What was fitted to the rounds of a file. */
export interface Fitted {
  readonly fit: TrustFit;
  readonly parts: readonly SellerEstimates[];
  readonly effects: ProcessEstimates;
}

/** A file's rounds fitted at once, or where they are more than that, over parts of the sellers; estimated by threads, where
 *  several are asked for. */
export async function fitFile(
  rows: readonly RoundRow[],
  settings: AnalysisSettings,
  rowsAtOnce: number,
  progress: Progress,
  split: Split = { workers: 1 },
): Promise<Fitted> {
  const effects = (of: readonly RoundRow[], fit: TrustFit) => effectsOf(of, fit, settings);
  const isLarge = rows.length > rowsAtOnce;
  if (!isLarge && split.workers === 1 && split.shards === undefined) {
    const fit = fitTrust(rows, settings);
    return { fit, parts: [estimateSellers(rows, fit)], effects: effects(rows, fit) };
  }
  const all = sellersOf(rows, split);
  try {
    if (isLarge) {
      const { beside, ...large } = await fitLarge(all, settings, rowsAtOnce, progress, effects);
      return { ...large, effects: beside };
    }
    const { fit } = await fitBeside(all, null, rows, settings);
    const coming = all.estimates(fit);
    const made = effects(rows, fit); // while threads estimate
    return { fit, parts: await collected(coming, all, progress), effects: made };
  } finally {
    all.close();
  }
}

const effectsOf = (rows: readonly RoundRow[], fit: TrustFit, settings: AnalysisSettings): ProcessEstimates =>
  estimateProcesses(rows, settings.processes ?? [], { ...settings, scale: scaleOfFit(fit) });

export interface Analysis {
  readonly estimates: Estimates;
  readonly comparison: Comparison | null; // null: with none before
  readonly files: readonly ReportFile[];
}

/** A rounds file from rows to everything that is written of it.
 *  @param before the analysis that this one is compared with */
export function analyse(
  file: RoundsFile,
  { fit, parts, effects }: Fitted,
  settings: AnalysisSettings,
  { name, paths, before }: { name: string; paths: boolean; before: PublishedReport | null },
): Analysis {
  const { sha256, total, rejected, rejections, rows } = file;
  const input = {
    sha256,
    rows: total,
    accepted: rows.length,
    rejected,
    rejections: [...rejections],
    usable: fit.usable,
  };
  const estimates = estimatesSchema.parse(summariseTrust(fit, parts, input, effects));
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
    sellers: sellersIn(parts),
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

/** By sellerId, then recommender, however they were split. */
export function sellersIn(parts: readonly SellerEstimates[]): readonly SellerRow[] {
  const [first, ...others] = parts;
  if (first && others.length === 0) return first.sellers;
  return parts
    .flatMap(({ sellers }) => sellers)
    .sort((a, b) => compare(a.sellerId, b.sellerId) || compare(a.recommender, b.recommender));
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
