import * as z from 'zod/mini';
import { readRounds, type RoundsFile } from '../rounds/rounds-file.ts';
import type { Files } from '../store/files.ts';
import { bundlesOfText, fileOf, hashOfBundles, unbundled, type Bundle } from './bundle.ts';
import { hashedFileSchema, sha256Schema } from './hashed-file.ts';
import { shardRangeSchema, shardsOf, type ShardRange } from './shard-range.ts';
import { readMark } from './snapshot-mark.ts';

/** The rounds of one shard range, cut at an instant: a gzipped rounds file (JSONL) named by what it holds. */
export const snapshotSchema = z.strictObject({
  range: shardRangeSchema,
  key: z.string(),
  sha256: sha256Schema, // of its bundles' hashes, in their order; in earlier versions of its text
  rows: z.int(),
  /** How many they are of; absent, as the next, from snapshots of earlier versions. */
  sellers: z.exactOptional(z.int()),
  /** The same of each shard's bundles, empty where it has none: what was read, however shards were put together. */
  shards: z.exactOptional(z.array(z.union([sha256Schema, z.literal('')]))),
  /** Of the range that holds the first shard: the process registry, where anything is registered. */
  registry: z.exactOptional(hashedFileSchema),
  /** Of the file that counts what its sellers were asked and answered; absent where nobody was asked. */
  survey: z.exactOptional(sha256Schema),
  /** Of the file that tells the next night of sellers who change by themselves, and what each was asked. */
  states: z.exactOptional(sha256Schema),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** Stores the text under its hash; a second call with the same text changes nothing. */
export async function putSnapshot(files: Files, tenant: string, text: string) {
  return putBundles(files, tenant, bundlesOfText(text));
}

/** The same of bundles; what they hold is not looked at. */
export async function putBundles(files: Files, tenant: string, bundles: readonly Bundle[]) {
  const sha256 = hashOfBundles(bundles);
  const key = `snapshots/${tenant}/${sha256}.jsonl.gz`;
  await files.put(key, fileOf(bundles), { ifAbsent: true });
  return { key, sha256 };
}

/** A snapshot that has lost sellers since it was taken: no number can be computed from it again. */
export interface ErasedSince {
  readonly erasedSince: number; // sellers
}

/** What a snapshot holds, or how many of its sellers were erased since.
 *  @throws RangeError when it is missing or is not what its name says */
export async function getSnapshot(
  files: Pick<Files, 'get'>,
  { key, sha256, rows }: Snapshot,
): Promise<RoundsFile | ErasedSince> {
  const stored = await files.get(key);
  if (stored === undefined) throw new RangeError(`getSnapshot requires ${key}, which does not exist`);
  const { bytes, sha256: found } = unbundled(stored.body);
  if (found !== sha256) {
    const mark = await readMark(files, key);
    // `before`: another erasure has begun and has not rewritten it yet
    const known = [mark, mark?.before].find((each) => each?.sha256 === found);
    if (known) return { erasedSince: known.sellers };
    throw new RangeError(`${key} does not hold what its name says`);
  }
  // a rounds file without rows counts as a mistake; a shard range without sellers is none
  if (rows === 0) return { rows: [], rejections: [], rejected: 0, total: 0, sha256 };
  return readRounds({ name: 'snapshot.jsonl', bytes });
}

/** What a snapshot holds, for a job that can only go on with all of it.
 *  @throws RangeError when sellers were erased since; a new run has a snapshot without them */
export async function wholeSnapshot(files: Files, snapshot: Snapshot): Promise<RoundsFile> {
  const found = await getSnapshot(files, snapshot);
  if (!('erasedSince' in found)) return found;
  throw new RangeError(
    `${snapshot.key}: ${found.erasedSince} ${found.erasedSince === 1 ? 'seller' : 'sellers'} erased since: not re-derivable; start a new run`,
  );
}

/** @param bundles of a range, in order */
export function shardHashes(bundles: readonly Bundle[], range: ShardRange): string[] {
  const byShard = new Map<number, Bundle[]>();
  for (const bundle of bundles) {
    const found = byShard.get(bundle.shard);
    if (found === undefined) byShard.set(bundle.shard, [bundle]);
    else found.push(bundle);
  }
  return shardsOf(range).map((shard) => {
    const found = byShard.get(shard);
    return found === undefined ? '' : hashOfBundles(found);
  });
}
