import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { readRounds, type RoundsFile } from '../rounds/rounds-file.ts';
import type { Files } from '../store/files.ts';
import { shardRangeSchema } from './shard-range.ts';

/** The rounds of one shard range, cut at an instant: a gzipped rounds file (JSONL) named by what it holds. */
export const snapshotSchema = z.strictObject({
  range: shardRangeSchema,
  key: z.string(),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in hex')), // of the text before gzip
  rows: z.int(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** Stores the text under its hash; a second call with the same text changes nothing. */
export async function putSnapshot(files: Files, tenant: string, text: string) {
  const sha256 = hashOf(text);
  const key = `snapshots/${tenant}/${sha256}.jsonl.gz`;
  await files.put(key, gzipSync(text), { ifAbsent: true });
  return { key, sha256 };
}

/** What a snapshot holds.
 *  @throws RangeError when it is missing or is not what its name says */
export async function getSnapshot(files: Files, { key, sha256, rows }: Snapshot): Promise<RoundsFile> {
  const stored = await files.get(key);
  if (stored === undefined) throw new RangeError(`getSnapshot requires ${key}, which does not exist`);
  const bytes = gunzipSync(stored.body);
  if (hashOf(bytes) !== sha256) throw new RangeError(`${key} does not hold what its name says`);
  // a rounds file without rows counts as a mistake; a shard range without sellers is none
  if (rows === 0) return { rows: [], rejections: [], rejected: 0, total: 0, sha256 };
  return readRounds({ name: 'snapshot.jsonl', bytes });
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
