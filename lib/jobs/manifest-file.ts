import type { Files } from '../store/files.ts';
import { manifestSchema, type Manifest } from './manifest.ts';
import { getRunFile, type Run } from './run-files.ts';
import { rangeName, type ShardRange } from './shard-range.ts';
import type { Snapshot } from './snapshot.ts';

/** What a run was made from.
 *  @throws RangeError before the fit has opened it */
export async function getManifest(files: Pick<Files, 'get'>, run: Run): Promise<Manifest> {
  return manifestSchema.parse(JSON.parse(await getRunFile(files, run, 'manifest.json')));
}

/** The snapshot of a shard range in a run.
 *  @throws RangeError for a range that the run does not have */
export async function snapshotIn(files: Pick<Files, 'get'>, run: Run, range: ShardRange): Promise<Snapshot> {
  const { snapshots } = await getManifest(files, run);
  const found = snapshots.find(({ range: { from, to } }) => from === range.from && to === range.to);
  if (found !== undefined) return found;
  throw new RangeError(`run ${run.runId} has no snapshot of the shards ${rangeName(range)}`);
}
