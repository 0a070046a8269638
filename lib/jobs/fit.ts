import * as z from 'zod/mini';
import { slug } from '../domain/identifier.ts';
import type { Process } from '../rounds/process.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import type { Files } from '../store/files.ts';
import { SHARDS } from '../store/table.ts';
import type { AnalysisSettings } from '../trust/settings.ts';
import { ROWS_AT_ONCE, shardsInSample } from '../trust/spread/rows-at-once.ts';
import { fitRun } from './fit-run.ts';
import { keepFit, nightManifest } from './night/kept-fit.ts';
import { modelSchema, runIdOf, type Manifest } from './manifest.ts';
import { farthestPass, type Fitting } from './passes.ts';
import { reportBefore } from './previous-report.ts';
import { putRunFile, runKey, runSchema, type Run } from './run-files.ts';
import { getRegistry } from './registry-snapshot.ts';
import { runSettings, type SettingsParts } from './run-settings.ts';
import { freeze, inSeries } from './series.ts';
import { snapshotSchema, type Snapshot } from './snapshot.ts';

export const fitOrderSchema = z.strictObject({
  tenant: slug,
  cut: instantSchema,
  snapshots: z.array(snapshotSchema),
  model: modelSchema,
  /** Rows up to which everything is fitted at once; default 500,000. */
  rowsAtOnce: z.exactOptional(z.int().check(z.positive())),
  /** Of a night: the run it rests on; null: none. */
  base: z.exactOptional(z.nullable(runSchema.shape.runId)),
});
export type FitOrder = z.infer<typeof fitOrderSchema>;

export interface FitParts extends SettingsParts {
  readonly files: Files;
  readonly reports: Pick<Files, 'get'>; // published ones: changes are told since the one before
}

/** How a run begins. `night`: it keeps the fit of the last full run; `why` it does not although it was to, else null. */
export interface Begun extends Fitting {
  readonly night: boolean;
  readonly why: string | null;
}

/** Opens the run, whose id names its inputs: that of a night with the fit that its base kept or made, unless something tells against
 *  it; a full one by fitting the models. */
export async function fit(parts: FitParts, order: FitOrder): Promise<Begun> {
  const processes = await getRegistry(parts.files, order.snapshots);
  const { base = null, ...all } = order;
  if (base === null) return { ...(await fitAll(parts, all, processes)), night: false, why: null };
  const manifest = await nightManifest(parts, { ...all, base }, processes);
  if (typeof manifest === 'string')
    return { ...(await fitAll(parts, all, processes)), night: false, why: manifest };
  const run = { tenant: order.tenant, runId: runIdOf(manifest) };
  const kept = await keepFit(parts.files, manifest, { tenant: order.tenant, runId: base });
  await freeze(parts.files, order, kept);
  await open(parts.files, run, manifest);
  const rows = rowsOf(order.snapshots);
  return { runId: run.runId, rows, passing: false, pass: 0, night: true, why: null };
}

/** Fits the models, at the scale and reference gap of the runs before. Of more rows than are fitted at once it fits a sample, and passes
 *  over all sellers carry it on (`passes.ts`); a run that was begun goes on where it is.
 *  @throws RangeError for a tenant that this stage does not have, or a snapshot that is not what its name says */
async function fitAll(
  parts: FitParts,
  order: Omit<FitOrder, 'base'>,
  processes: readonly Process[],
): Promise<Fitting> {
  const model = await inSeries(parts.files, order);
  const since = await reportBefore(parts.reports, order.tenant, order.cut);
  const manifest = manifestOf(order, runSettings(parts, { ...order, model }, processes, since));
  const begun = await begunRun(parts.files, manifest);
  if (begun) return begun;
  const { run, rows, fitted, passing } = await fitRun(parts.files, manifest);
  await freeze(parts.files, order, fitted);
  await open(parts.files, run, manifest);
  return { runId: run.runId, rows, passing, pass: 0 };
}

async function open(files: Files, run: Run, manifest: Manifest): Promise<void> {
  await putRunFile(files, run, 'manifest.json', JSON.stringify(manifest, null, 2));
}

/** Passes are many and each may be the last of its run: what stands of them is not done again. */
async function begunRun(files: Files, manifest: Manifest): Promise<Fitting | undefined> {
  if (manifest.spread === undefined) return undefined;
  const run = { tenant: manifest.tenant, runId: runIdOf(manifest) };
  const isOpen = (await files.get(runKey(run, 'manifest.json'))) !== undefined; // what fit writes last
  return isOpen ? farthestPass(files, run) : undefined;
}

function manifestOf(
  { tenant, snapshots, rowsAtOnce = ROWS_AT_ONCE }: Omit<FitOrder, 'base'>,
  settings: AnalysisSettings,
): Manifest {
  const shards = shardsInSample(rowsOf(snapshots), rowsAtOnce);
  return {
    schema: 'seller-trust/manifest@1',
    tenant,
    settings,
    snapshots: [...snapshots].sort((a, b) => a.range.from - b.range.from),
    ...(shards < SHARDS && { spread: { shards } }),
  };
}

const rowsOf = (snapshots: readonly Snapshot[]): number =>
  snapshots.reduce((sum, snapshot) => sum + snapshot.rows, 0);
