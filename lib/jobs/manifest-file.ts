import type { Files } from '../store/files.ts';
import { manifestSchema, type Manifest } from './manifest.ts';
import { getRunFile, runKey, type Run } from './run-files.ts';
import { rangeName, sameRange, type ShardRange } from './shard-range.ts';
import type { Snapshot } from './snapshot.ts';

/** What a run was made from.
 *  @throws RangeError before the fit has opened it */
export async function getManifest(files: Pick<Files, 'get'>, run: Run): Promise<Manifest> {
  return manifestSchema.parse(JSON.parse(await getRunFile(files, run, 'manifest.json')));
}

/** The same; undefined where it is gone, or was never opened. */
export async function readManifest(files: Pick<Files, 'get'>, run: Run): Promise<Manifest | undefined> {
  const stored = await files.get(runKey(run, 'manifest.json'));
  return stored && manifestSchema.parse(JSON.parse(new TextDecoder().decode(stored.body)));
}

/** The snapshot of a shard range in a run.
 *  @throws RangeError for a range that the run does not have */
export async function snapshotIn(files: Pick<Files, 'get'>, run: Run, range: ShardRange): Promise<Snapshot> {
  const { snapshots } = await getManifest(files, run);
  const found = snapshots.find((each) => sameRange(each.range, range));
  if (found !== undefined) return found;
  throw new RangeError(`run ${run.runId} has no snapshot of the shards ${rangeName(range)}`);
}
