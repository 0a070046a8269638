import { createHash } from 'node:crypto';
import { type Instant, parseInstant } from '../domain/instant.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Runtime } from '../report/methods.ts';
import { reportFiles, type ReportFile } from '../report/report-files.ts';
import type { FactsTable } from '../store/facts-table.ts';
import type { Files } from '../store/files.ts';
import { estimatesSchema } from '../trust/estimates.ts';
import { referenceName } from './estimate-shard.ts';
import { showLatest } from './latest.ts';
import { manifestSchema, type Manifest } from './manifest.ts';
import { readReport } from './previous-report.ts';
import { mergeReferences, referencePartSchema } from './reference.ts';
import { isoWeek } from '../trust/period.ts';
import { getRunFile, type Run } from './run-files.ts';

export interface PublishParts {
  readonly facts: Pick<FactsTable, 'putReference'>;
  readonly files: Files;
  readonly reports: Files;
  readonly tenants: readonly Tenant[];
  readonly runtime: Runtime;
  /** Tells people of a report that is shown; told again it does nothing. */
  readonly tell: (
    tenant: Tenant,
    report: { permalink: string; files: readonly ReportFile[] },
  ) => Promise<unknown>;
}

export interface Published {
  readonly permalink: string; // folder of the report in the report bucket
  readonly outcome: 'published' | 'older' | 'unchanged';
}

/** Writes the report under the hash of its files, keeps what ledgers tell of other sellers, then shows the report if nothing
 *  later is shown. Aggregates only: what names
 *  single sellers stays with the run.
 *  @throws RangeError for a tenant that this stage does not have */
export async function publish(parts: PublishParts, run: Run): Promise<Published> {
  const { files, reports, tenants } = parts;
  const tenant = tenants.find(({ id }) => id === run.tenant);
  if (tenant === undefined)
    throw new RangeError(`publish requires a tenant of this stage, found ${run.tenant}`);
  const { settings, snapshots } = manifestSchema.parse(
    JSON.parse(await getRunFile(files, run, 'manifest.json')),
  );
  const estimates = estimatesSchema.parse(JSON.parse(await getRunFile(files, run, 'estimates.json')));

  const asOf = parseInstant(estimates.asOf);
  if (asOf === undefined)
    throw new RangeError(`publish requires asOf to be an instant, found ${estimates.asOf}`);
  const period = isoWeek(asOf);
  const previous = await readReport(reports, settings.since);
  const provenance = { runId: run.runId, runtime: parts.runtime, settings, snapshots };
  const report = await reportFiles(estimates, { tenant, period, previous, provenance });
  const permalink = `reports/${run.tenant}/${period}/${hashOf(report)}`;

  for (const [name, content] of report)
    await reports.put(`${permalink}/${name}`, content, { ifAbsent: true });
  await putReferences(parts, run, snapshots, asOf);
  const next = {
    schema: 'seller-trust/latest@1',
    tenant: run.tenant,
    period,
    asOf,
    runId: run.runId,
    permalink,
  } as const;
  const outcome = await showLatest(reports, next);
  if (outcome !== 'older') await parts.tell(tenant, { permalink, files: report });
  return { permalink, outcome };
}

/** What the ledgers tell of other sellers: counts only. A later run's stay. */
async function putReferences(
  { facts, files }: PublishParts,
  run: Run,
  snapshots: Manifest['snapshots'],
  asOf: Instant,
): Promise<void> {
  const texts = await Promise.all(
    snapshots.map((snapshot) => getRunFile(files, run, referenceName(snapshot))),
  );
  const counted = texts.map((text) => referencePartSchema.parse(JSON.parse(text)));
  for (const reference of mergeReferences(counted, asOf)) await facts.putReference(run.tenant, reference);
}

/** 32 hex digits of SHA-256 over the names and contents of a report's files. */
function hashOf(report: readonly ReportFile[]): string {
  const hash = createHash('sha256');
  for (const [name, content] of report) {
    const bytes = Buffer.from(content);
    hash.update(`${JSON.stringify(name)} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex').slice(0, 32);
}
