import * as z from 'zod/mini';
import { slug } from '../domain/identifier.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Process } from '../rounds/process.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import type { Files } from '../store/files.ts';
import { SHARDS } from '../store/table.ts';
import { ROWS_AT_ONCE, shardsInSample } from '../trust/spread/rows-at-once.ts';
import { fitRun } from './fit-run.ts';
import { modelSchema, runIdOf, type Manifest } from './manifest.ts';
import { farthestPass, type Fitting } from './passes.ts';
import { type ReportPlace, reportBefore } from './previous-report.ts';
import { putRunFile, runKey } from './run-files.ts';
import { getRegistry } from './registry-snapshot.ts';
import { freeze, inSeries } from './series.ts';
import { snapshotSchema } from './snapshot.ts';

export const fitOrderSchema = z.strictObject({
  tenant: slug,
  cut: instantSchema,
  snapshots: z.array(snapshotSchema),
  model: modelSchema,
  /** Rows up to which everything is fitted at once; default 500,000. */
  rowsAtOnce: z.exactOptional(z.int().check(z.positive())),
});
export type FitOrder = z.infer<typeof fitOrderSchema>;

export interface FitParts {
  readonly files: Files;
  readonly reports: Pick<Files, 'get'>; // published ones: changes are told since the one before
  readonly tenants: readonly Tenant[];
  readonly codeVersion: string;
}

/** Fits the models, at the scale and reference gap of the runs before, and opens the run, whose id names its inputs. Of more rows
 *  than are fitted at once it fits a sample, and passes over all sellers carry it on (`passes.ts`); a run that was begun goes on
 *  where it is.
 *  @throws RangeError for a tenant that this stage does not have, or a snapshot that is not what its name says */
export async function fit(parts: FitParts, order: FitOrder): Promise<Fitting> {
  const model = await inSeries(parts.files, order);
  const processes = await getRegistry(parts.files, order.snapshots);
  const since = await reportBefore(parts.reports, order.tenant, order.cut);
  const manifest = manifestOf(parts, { ...order, model }, processes, since);
  const begun = await begunRun(parts.files, manifest);
  if (begun) return begun;
  const { run, rows, fitted, passing } = await fitRun(parts.files, manifest);
  await freeze(parts.files, order, fitted);
  await putRunFile(parts.files, run, 'manifest.json', JSON.stringify(manifest, null, 2));
  return { runId: run.runId, rows, passing, pass: 0 };
}

/** Passes are many and each may be the last of its run: what stands of them is not done again. */
async function begunRun(files: Files, manifest: Manifest): Promise<Fitting | undefined> {
  if (manifest.spread === undefined) return undefined;
  const run = { tenant: manifest.tenant, runId: runIdOf(manifest) };
  const isOpen = (await files.get(runKey(run, 'manifest.json'))) !== undefined; // what fit writes last
  return isOpen ? farthestPass(files, run) : undefined;
}

function manifestOf(
  { tenants, codeVersion }: FitParts,
  { tenant, cut, snapshots, model, rowsAtOnce = ROWS_AT_ONCE }: FitOrder,
  processes: readonly Process[],
  since: ReportPlace | undefined,
): Manifest {
  const known = tenants.find(({ id }) => id === tenant);
  if (known === undefined) throw new RangeError(`fit requires a tenant of this stage, found ${tenant}`);
  const rows = snapshots.reduce((sum, snapshot) => sum + snapshot.rows, 0);
  const shards = shardsInSample(rows, rowsAtOnce);
  return {
    schema: 'seller-trust/manifest@1',
    tenant,
    settings: {
      ...model,
      directions: known.directions,
      asOf: cut,
      codeVersion,
      ...(since && { since }),
      ...(known.report.segments.length > 0 && { segments: known.report.segments }),
      ...(processes.length > 0 && { processes: [...processes] }),
    },
    snapshots: [...snapshots].sort((a, b) => a.range.from - b.range.from),
    ...(shards < SHARDS && { spread: { shards } }),
  };
}
