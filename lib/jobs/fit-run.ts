import { estimateProcesses } from '../processes/estimation/estimate-processes.ts';
import type { RoundRow } from '../rounds/row.ts';
import type { Files } from '../store/files.ts';
import { shardOf } from '../store/key.ts';
import { sideBySide } from '../store/side-by-side.ts';
import { SHARDS } from '../store/table.ts';
import { fitTrust } from '../trust/fit-trust.ts';
import { beginSpread } from '../trust/spread/spread.ts';
import { scaleOfFit, type TrustFit } from '../trust/trust-fit.ts';
import { runIdOf, type Manifest } from './manifest.ts';
import { stateName } from './passes.ts';
import { putRunFile, type Run } from './run-files.ts';
import { type Snapshot, wholeSnapshot } from './snapshot.ts';
import { getSurveyCounts, surveyEstimates } from './survey-estimates.ts';

const READS_AT_ONCE = 4;

export interface FittedRun {
  readonly run: Run;
  readonly rows: number; // of all snapshots
  readonly fitted: TrustFit; // of the sample, where passes are to carry it on
  readonly passing: boolean;
}

/** Everything of a run that rests on all its rounds, or on its sample; follows from the manifest and the snapshots it names alone.
 *  @throws RangeError for a snapshot that is not what its name says */
export async function fitRun(files: Files, manifest: Manifest): Promise<FittedRun> {
  const { tenant, settings, snapshots, spread } = manifest;
  const run = { tenant, runId: runIdOf(manifest) };
  const rows = await rowsBelow(files, snapshots, spread?.shards ?? SHARDS);
  const state = spread && beginSpread(rows, settings, totalOf(snapshots));
  const fitted = state?.fit ?? fitTrust(rows, settings);

  const scale = scaleOfFit(fitted);
  const effects = estimateProcesses(rows, settings.processes ?? [], { ...settings, scale });
  await putRunFile(files, run, 'effects.json', JSON.stringify(effects));
  const survey = surveyEstimates(await getSurveyCounts(files, tenant, snapshots));
  await putRunFile(files, run, 'survey.json', JSON.stringify(survey));
  if (state) await putRunFile(files, run, stateName(0), JSON.stringify(state));
  else await putRunFile(files, run, 'fit.json', JSON.stringify(fitted));
  const all = snapshots.reduce((sum, snapshot) => sum + snapshot.rows, 0);
  return { run, rows: all, fitted, passing: state !== undefined };
}

/** The rows of the sellers of the shards below one; what lies wholly above is not read. */
async function rowsBelow(files: Files, snapshots: readonly Snapshot[], shard: number): Promise<RoundRow[]> {
  const reached = snapshots.filter(({ range }) => range.from < shard);
  const read = await sideBySide(READS_AT_ONCE, reached, async (snapshot) => {
    const { rows } = await wholeSnapshot(files, snapshot);
    return snapshot.range.to < shard ? rows : rows.filter(({ sellerId }) => shardOf(sellerId) < shard);
  });
  return read.flat();
}

function totalOf(snapshots: readonly Snapshot[]): { rows: number; sellers: number } {
  const total = { rows: 0, sellers: 0 };
  for (const { key, rows, sellers } of snapshots) {
    if (sellers === undefined)
      throw new RangeError(
        `${key} does not say how many sellers it holds; start a new run, with snapshots of its own`,
      );
    total.rows += rows;
    total.sellers += sellers;
  }
  return total;
}
