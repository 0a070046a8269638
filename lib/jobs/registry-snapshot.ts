import * as z from 'zod/mini';
import { processSchema, type Process } from '../rounds/process.ts';
import type { Files } from '../store/files.ts';
import { getHashed, putHashed, type HashedFile } from './hashed-file.ts';

/** Stores the process registry as it was known at a cut. */
export function putRegistry(
  files: Files,
  tenant: string,
  processes: readonly Process[],
): Promise<HashedFile> {
  return putHashed(
    files,
    tenant,
    processes.map(({ versions }) => ({ versions })),
  );
}

/** The registry that goes with a run's snapshots; empty where nothing was registered.
 *  @throws RangeError when it is missing or is not what its name says */
export async function getRegistry(
  files: Files,
  snapshots: readonly { readonly registry?: HashedFile }[],
): Promise<Process[]> {
  const named = snapshots.find(({ registry }) => registry !== undefined)?.registry;
  return named === undefined ? [] : z.array(processSchema).parse(await getHashed(files, named));
}
