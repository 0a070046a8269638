import { createHash } from 'node:crypto';
import type { AlertRule } from '../domain/tenant.ts';
import type { Instant } from '../domain/instant.ts';
import type { FitOf, Runtime } from '../report/methods.ts';
import { reportFiles, type ReportFile } from '../report/report-files.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import type { Files } from '../store/files.ts';
import { estimatesSchema, type Estimates } from '../trust/estimates.ts';
import { isoWeek } from '../trust/period.ts';
import { manifestSchema, type Manifest } from './manifest.ts';
import { readReport } from './previous-report.ts';
import { getRunFile, type Run } from './run-files.ts';

/** What a report is made from beside its run's files. */
export interface ReportMaker {
  readonly files: Pick<Files, 'get'>;
  readonly reports: Pick<Files, 'get'>;
  readonly tenant: {
    readonly id: string;
    readonly name: string;
    readonly report: { readonly alerts: readonly AlertRule[] };
  };
  readonly runtime: Runtime;
  readonly reportVersion: string;
}

export interface RunReport {
  readonly period: string;
  readonly asOf: Instant;
  readonly permalink: string; // its folder in the report bucket
  readonly files: readonly ReportFile[];
  readonly snapshots: Manifest['snapshots'];
  /** Of a night: the full run whose report it brings up to date. */
  readonly fitOf: FitOf | undefined;
}

/** The report of a run whose estimates are made. Nothing is written.
 *  @throws RangeError when the run lacks a file */
export async function runReport(maker: ReportMaker, run: Run): Promise<RunReport> {
  const { files, reports, tenant, runtime, reportVersion } = maker;
  const manifest = manifestSchema.parse(JSON.parse(await getRunFile(files, run, 'manifest.json')));
  const own = estimatesSchema.parse(JSON.parse(await getRunFile(files, run, 'estimates.json')));
  const { settings, snapshots, fitOf } = manifest;
  const estimates = fitOf === undefined ? own : await withSegmentsOf(reports, fitOf, own);
  const asOf = instantSchema.parse(estimates.asOf);
  const period = isoWeek(asOf);
  const previous = await readReport(reports, settings.since);
  const provenance = { runId: run.runId, runtime, reportVersion, settings, snapshots, fitOf };
  const made = await reportFiles(estimates, { tenant, period, previous, provenance });
  const permalink = `reports/${run.tenant}/${period}/${contentHash(made)}`;
  return { period, asOf, permalink, files: made, snapshots, fitOf };
}

/** Segments as the full report told them: what a cell says is said once a full report, lest the difference of two give away the few
 *  of whom something came in between. */
async function withSegmentsOf(
  reports: Pick<Files, 'get'>,
  { permalink }: FitOf,
  own: Estimates,
): Promise<Estimates> {
  const stored = await reports.get(`${permalink}/estimates.json`);
  if (stored === undefined) throw new RangeError(`${permalink} is gone; start a full run`);
  const full = estimatesSchema.parse(JSON.parse(new TextDecoder().decode(stored.body)));
  const { segments: _, ...reasons } = own.reasons;
  const why = full.reasons['segments'];
  return {
    ...own,
    segments: full.segments,
    disclosure: full.disclosure,
    reasons: { ...reasons, ...(why !== undefined && { segments: why }) },
  };
}

/** 32 hex digits of SHA-256 over the names and contents of a report's files, in the order of their names. */
export function contentHash(files: readonly ReportFile[]): string {
  const hash = createHash('sha256');
  for (const [name, content] of files.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const bytes = Buffer.from(content);
    hash.update(`${JSON.stringify(name)} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex').slice(0, 32);
}
