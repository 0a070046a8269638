import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '../../domain/instant.ts';
import type { FitOf } from '../../report/methods.ts';
import type { Process } from '../../rounds/process.ts';
import type { Files } from '../../store/files.ts';
import { parseTrustFit, type TrustFit } from '../../trust/trust-fit.ts';
import { readDrift, driftWords } from '../drift-file.ts';
import { readHistory } from '../history.ts';
import { readManifest } from '../manifest-file.ts';
import { runIdOf, type Manifest } from '../manifest.ts';
import { getRunFile, putRunFile, runKey, type Run } from '../run-files.ts';
import type { Snapshot } from '../snapshot.ts';
import { getSurveyCounts, surveyEstimates } from '../survey-estimates.ts';

export interface KeepParts {
  readonly files: Files;
  readonly reports: Pick<Files, 'get'>;
}

export interface KeepOrder {
  readonly tenant: string;
  readonly cut: Instant;
  readonly snapshots: readonly Snapshot[];
  readonly base: string;
}

/** The manifest of a night that keeps the fit of its base, or why everything has to be fitted anew.
 *  @param processes as known at the night's cut */
export async function nightManifest(
  { files, reports }: KeepParts,
  { tenant, cut, snapshots, base }: KeepOrder,
  processes: readonly Process[],
): Promise<Manifest | string> {
  const run = { tenant, runId: base };
  const manifest = await readManifest(files, run);
  if (manifest === undefined || (await files.get(runKey(run, 'fit.json'))) === undefined)
    return 'the fit of the run before is gone';
  if (!isDeepStrictEqual(asStored(manifest.settings.processes ?? []), asStored(processes)))
    return 'the process registry is another';
  const drift = await readDrift(files, run);
  if (drift === undefined) return 'the run before does not tell how far its parameters have drifted';
  if (drift.due) return driftWords(drift);
  const fitOf = manifest.fitOf ?? (await reportOf(reports, run));
  if (fitOf === undefined || (await reports.get(`${fitOf.permalink}/estimates.json`)) === undefined)
    return 'the report of the last full run is gone';
  const settings = { ...manifest.settings, asOf: cut };
  const inOrder = [...snapshots].sort((a, b) => a.range.from - b.range.from);
  return { schema: 'seller-trust/manifest@1', tenant, settings, snapshots: inOrder, fitOf };
}

const asStored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

async function reportOf(reports: Pick<Files, 'get'>, { tenant, runId }: Run): Promise<FitOf | undefined> {
  const entry = (await readHistory(reports, tenant)).find((each) => each.runId === runId);
  return entry && { runId, period: entry.period, asOf: entry.asOf, permalink: entry.permalink };
}

/** Writes what a night keeps of another run, and what it counts anew. The manifest, which opens the run, is not of it.
 *  @param from the full run whose fit is kept, or a night that kept it
 *  @throws RangeError where that run has no fit */
export async function keepFit(files: Files, manifest: Manifest, from: Run): Promise<TrustFit> {
  const { tenant, settings, snapshots } = manifest;
  const run = { tenant, runId: runIdOf(manifest) };
  const fitted = parseTrustFit(await getRunFile(files, from, 'fit.json'));
  const fittedAt = fitted.fittedAt ?? fitted.settings.asOf;
  const kept = { ...fitted, settings: { ...fitted.settings, asOf: settings.asOf }, fittedAt };
  await putRunFile(files, run, 'effects.json', await getRunFile(files, from, 'effects.json'));
  const survey = surveyEstimates(await getSurveyCounts(files, tenant, snapshots));
  await putRunFile(files, run, 'survey.json', JSON.stringify(survey));
  await putRunFile(files, run, 'fit.json', JSON.stringify(kept));
  return kept;
}
