import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { processSchema, type Process } from '../rounds/process.ts';
import type { Files } from '../store/files.ts';

/** The process registry as it was known at a cut: a JSON file named by what it holds. */
export const registryFileSchema = z.strictObject({
  key: z.string(),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in hex')),
});
type RegistryFile = z.infer<typeof registryFileSchema>;

/** Stores the registry under its hash. */
export async function putRegistry(
  files: Files,
  tenant: string,
  processes: readonly Process[],
): Promise<RegistryFile> {
  const text = JSON.stringify(processes.map(({ versions }) => ({ versions })));
  const sha256 = createHash('sha256').update(text).digest('hex');
  const key = `snapshots/${tenant}/${sha256}.json`;
  await files.put(key, text, { ifAbsent: true });
  return { key, sha256 };
}

/** The registry that goes with a run's snapshots; empty where nothing was registered.
 *  @throws RangeError when it is missing or is not what its name says */
export async function getRegistry(
  files: Files,
  snapshots: readonly { readonly registry?: RegistryFile }[],
): Promise<Process[]> {
  const named = snapshots.find(({ registry }) => registry !== undefined)?.registry;
  if (named === undefined) return [];
  const stored = await files.get(named.key);
  if (stored === undefined) throw new RangeError(`getRegistry requires ${named.key}, which does not exist`);
  if (createHash('sha256').update(stored.body).digest('hex') !== named.sha256)
    throw new RangeError(`${named.key} does not hold what its name says`);
  return z.array(processSchema).parse(JSON.parse(new TextDecoder().decode(stored.body)));
}
