import type { Tenant } from '../domain/tenant.ts';
import type { Runtime } from '../report/methods.ts';
import type { ReportFile } from '../report/report-files.ts';
import type { FactsTable } from '../store/facts-table.ts';
import type { Files } from '../store/files.ts';
import { sideBySide } from '../store/side-by-side.ts';
import { enterHistory, historyEntry } from './history.ts';
import { showLatest } from './latest.ts';
import { isTellable } from './night/news.ts';
import { referenceName } from './part.ts';
import { mergeReferences, referencePartSchema } from './reference.ts';
import { getRunFile, type Run } from './run-files.ts';
import { type RunReport, runReport } from './run-report.ts';

export interface PublishParts {
  readonly facts: Pick<FactsTable, 'putReference'>;
  readonly files: Pick<Files, 'get'>;
  readonly reports: Files;
  readonly tenants: readonly Tenant[];
  readonly runtime: Runtime;
  /** Hash of the code that draws a report. */
  readonly reportVersion: string;
  /** Tells people of a report that is shown; told again it does nothing. */
  readonly tell: (
    tenant: Tenant,
    report: { permalink: string; files: readonly ReportFile[] },
  ) => Promise<unknown>;
}

export interface Published {
  readonly permalink: string; // folder of the report in the report bucket
  /** `held`: of a night in which something is new of too few sellers to be told apart from what was told. */
  readonly outcome: 'published' | 'older' | 'unchanged' | 'held';
  readonly night: boolean;
}

/** Writes the report of a run under the hash of its files, makes sure that all are there, keeps what ledgers tell of other
 *  sellers, enters it into the history, then shows it if nothing later is shown, then tells people; of a night nobody is told. May die anywhere and be
 *  run again, also by several at once: docs/decisions/0116. Aggregates only: what names single sellers stays with the run.
 *  @throws RangeError for a tenant that this stage does not have, or a file of that name that holds something else */
export async function publish(parts: PublishParts, run: Run): Promise<Published> {
  const tenant = parts.tenants.find(({ id }) => id === run.tenant);
  if (tenant === undefined)
    throw new RangeError(`publish requires a tenant of this stage, found ${run.tenant}`);
  const made = await runReport({ ...parts, tenant }, run);
  const ranges = made.snapshots.map(({ range }) => range);
  if (made.fitOf !== undefined && !(await isTellable(parts.files, run, ranges)))
    return { permalink: made.permalink, outcome: 'held', night: true };
  return publishReport(parts, tenant, run, made);
}

/** The same of a report that is made. */
export async function publishReport(
  parts: PublishParts,
  tenant: Tenant,
  run: Run,
  made: RunReport,
): Promise<Published> {
  const { period, asOf, permalink, files, fitOf } = made;
  const night = fitOf !== undefined;
  await putReport(parts.reports, made);
  await putReferences(parts, run, made);
  const place = { period, asOf, runId: run.runId, permalink };
  await enterHistory(parts.reports, run.tenant, historyEntry(files, place, fitOf?.runId));
  const next = { schema: 'seller-trust/latest@1', tenant: run.tenant, ...place } as const;
  const outcome = await showLatest(parts.reports, next);
  if (outcome !== 'older' && !night) await parts.tell(tenant, { permalink, files });
  return { permalink, outcome, night };
}

/** Every file of a report, those that are missing. Nothing is shown before all are there with their own bytes. */
async function putReport(reports: Files, { permalink, files }: RunReport): Promise<void> {
  for (const [name, content] of files) {
    const key = `${permalink}/${name}`;
    if ((await reports.put(key, content, { ifAbsent: true })) === 'there')
      await checkContent(reports, key, content);
  }
  const there = new Set(await reports.list(`${permalink}/`));
  const missing = files.filter(([name]) => !there.has(`${permalink}/${name}`));
  if (missing.length > 0)
    throw new RangeError(`${permalink} lacks ${missing.map(([name]) => name).join(', ')}`);
}

async function checkContent(reports: Files, key: string, content: string | Uint8Array): Promise<void> {
  const stored = await reports.get(key);
  if (stored !== undefined && Buffer.from(content).equals(stored.body)) return;
  throw new RangeError(`${key} holds something else than the report; delete it and publish again`);
}

const READS_AT_ONCE = 16;

/** What the ledgers tell of other sellers: counts only. A later run's stay. */
async function putReferences(
  { facts, files }: PublishParts,
  run: Run,
  { snapshots, asOf }: RunReport,
): Promise<void> {
  const texts = await sideBySide(READS_AT_ONCE, snapshots, (snapshot) =>
    getRunFile(files, run, referenceName(snapshot.range)),
  );
  const counted = texts.map((text) => referencePartSchema.parse(JSON.parse(text)));
  for (const reference of mergeReferences(counted, asOf)) await facts.putReference(run.tenant, reference);
}
