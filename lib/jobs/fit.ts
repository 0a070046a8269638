import * as z from 'zod/mini';
import { slug } from '../domain/identifier.ts';
import type { Tenant } from '../domain/tenant.ts';
import { estimateProcesses } from '../processes/estimation/estimate-processes.ts';
import type { Process } from '../rounds/process.ts';
import type { Files } from '../store/files.ts';
import { fitTrust } from '../trust/fit-trust.ts';
import { scaleOfFit, type TrustFit } from '../trust/trust-fit.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import { modelSchema, runIdOf, type Manifest } from './manifest.ts';
import { type ReportPlace, reportBefore } from './previous-report.ts';
import { putRunFile, type Run } from './run-files.ts';
import { getRegistry } from './registry-snapshot.ts';
import { runInput } from './run-input.ts';
import { freeze, inSeries } from './series.ts';
import { snapshotSchema, wholeSnapshot } from './snapshot.ts';
import { getSurveyCounts, surveyEstimates } from './survey-estimates.ts';

export const fitOrderSchema = z.strictObject({
  tenant: slug,
  cut: instantSchema,
  snapshots: z.array(snapshotSchema),
  model: modelSchema,
});
export type FitOrder = z.infer<typeof fitOrderSchema>;

export interface FitParts {
  readonly files: Files;
  readonly reports: Pick<Files, 'get'>; // published ones: changes are told since the one before
  readonly tenants: readonly Tenant[];
  readonly codeVersion: string;
}

/** Fits the models on all snapshots, at the scale and reference gap of the runs before, and opens the run, whose id names
 *  its inputs.
 *  @throws RangeError for a tenant that this stage does not have, or a snapshot that is not what its name says */
export async function fit(parts: FitParts, order: FitOrder): Promise<{ runId: string; rows: number }> {
  const model = await inSeries(parts.files, order);
  const processes = await getRegistry(parts.files, order.snapshots);
  const since = await reportBefore(parts.reports, order.tenant, order.cut);
  const manifest = manifestOf(parts, { ...order, model }, processes, since);
  const { run, rows, fitted } = await fitRun(parts.files, manifest);
  await freeze(parts.files, order, fitted);
  await putRunFile(parts.files, run, 'manifest.json', JSON.stringify(manifest, null, 2));
  return { runId: run.runId, rows };
}

export interface FittedRun {
  readonly run: Run;
  readonly rows: number;
  readonly fitted: TrustFit;
}

/** Everything of a run that rests on all its rounds; follows from the manifest and the snapshots it names alone.
 *  @throws RangeError for a snapshot that is not what its name says */
export async function fitRun(files: Files, manifest: Manifest): Promise<FittedRun> {
  const { tenant, settings, snapshots } = manifest;
  const run = { tenant, runId: runIdOf(manifest) };
  const read = await Promise.all(snapshots.map((snapshot) => wholeSnapshot(files, snapshot)));
  const rows = read.flatMap((file) => file.rows);
  const fitted = fitTrust(rows, settings);

  await putRunFile(files, run, 'input.json', JSON.stringify(runInput(snapshots, read)));
  const scale = scaleOfFit(fitted);
  const effects = estimateProcesses(rows, settings.processes ?? [], { ...settings, scale });
  await putRunFile(files, run, 'effects.json', JSON.stringify(effects));
  const survey = surveyEstimates(await getSurveyCounts(files, tenant, snapshots));
  await putRunFile(files, run, 'survey.json', JSON.stringify(survey));
  await putRunFile(files, run, 'fit.json', JSON.stringify(fitted));
  return { run, rows: rows.length, fitted };
}

function manifestOf(
  { tenants, codeVersion }: FitParts,
  { tenant, cut, snapshots, model }: FitOrder,
  processes: readonly Process[],
  since: ReportPlace | undefined,
): Manifest {
  const known = tenants.find(({ id }) => id === tenant);
  if (known === undefined) throw new RangeError(`fit requires a tenant of this stage, found ${tenant}`);
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
  };
}
