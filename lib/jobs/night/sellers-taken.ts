import type { Process } from '../../rounds/process.ts';
import type { Files } from '../../store/files.ts';
import { bundlesIn, hashOfBundles, type Bundle } from '../bundle.ts';
import { putHashed } from '../hashed-file.ts';
import { putRegistry } from '../registry-snapshot.ts';
import type { ShardRange } from '../shard-range.ts';
import { putBundles, shardHashes, type Snapshot } from '../snapshot.ts';
import { countAskings } from '../survey-counts.ts';
import { isOrWasLeft } from './left-of.ts';
import { askingIn, putStates, type SellerState } from './seller-state.ts';

/** What was taken of the sellers of a shard range, however it was read. */
export interface Taken {
  readonly bundles: readonly Bundle[];
  readonly states: readonly SellerState[]; // in the order of ids
  readonly registry: readonly Process[];
}

/** Writes what was taken: the rounds, the registry, the counts of what was asked, and what the next night has to know. */
export async function putSellers(
  files: Files,
  tenant: string,
  range: ShardRange,
  { bundles, states, registry }: Taken,
): Promise<Snapshot> {
  const askings = states.flatMap((state) => askingIn(state) ?? []);
  const count = (of: 'rows' | 'sellers') => bundles.reduce((sum, bundle) => sum + bundle[of], 0);
  return {
    range,
    rows: count('rows'),
    sellers: count('sellers'),
    shards: shardHashes(bundles, range),
    ...(await putBundles(files, tenant, bundles)),
    ...(range.from === 0 && registry.length > 0 && { registry: await putRegistry(files, tenant, registry) }),
    ...(askings.length > 0 && {
      survey: (await putHashed(files, tenant, countAskings(askings))).sha256,
    }),
    ...(states.length > 0 && { states: await putStates(files, tenant, states) }),
  };
}

/** What an earlier run took of a range, as it stands: without sellers who were erased since. Undefined where the file is gone, was
 *  written by another version, or is neither what was taken nor what an erasure left of it. */
export async function getBundles(
  files: Pick<Files, 'get'>,
  { key, sha256 }: Snapshot,
): Promise<Bundle[] | undefined> {
  const stored = await files.get(key);
  const bundles = stored && bundlesIn(stored.body);
  if (bundles === undefined) return undefined;
  return (await isOrWasLeft(files, key, { named: sha256, found: hashOfBundles(bundles) }))
    ? bundles
    : undefined;
}
