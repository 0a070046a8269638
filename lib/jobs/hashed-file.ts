import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Files } from '../store/files.ts';

/** SHA-256 in hex. */
export const sha256Schema = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in hex'));

/** A JSON file beside the snapshots, named by what it holds: whoever names it covers every byte of it. */
export const hashedFileSchema = z.strictObject({ key: z.string(), sha256: sha256Schema });
export type HashedFile = z.infer<typeof hashedFileSchema>;

/** Stores a value as JSON under its hash; a second call with the same value changes nothing. */
export async function putHashed(files: Files, tenant: string, value: unknown): Promise<HashedFile> {
  const text = JSON.stringify(value);
  const sha256 = hashOf(text);
  const key = hashedKey(tenant, sha256);
  await files.put(key, text, { ifAbsent: true });
  return { key, sha256 };
}

/** Where the file of a hash lies. */
export const hashedKey = (tenant: string, sha256: string): string => `snapshots/${tenant}/${sha256}.json`;

/** What it holds, still to be parsed.
 *  @throws RangeError when it is missing or is not what its name says */
export async function getHashed(files: Pick<Files, 'get'>, { key, sha256 }: HashedFile): Promise<unknown> {
  const stored = await files.get(key);
  if (stored === undefined) throw new RangeError(`getHashed requires ${key}, which does not exist`);
  if (hashOf(stored.body) !== sha256) throw new RangeError(`${key} does not hold what its name says`);
  return JSON.parse(new TextDecoder().decode(stored.body));
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
