import * as z from 'zod/mini';
import type { Instant } from '../domain/instant.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import type { Files } from '../store/files.ts';
import { changeFile } from './change-file.ts';

/** `runs/<tenant>/restored.json`: when the facts table was last put back from a copy. It has less than the snapshots of runs before
 *  it, so no night may rest on one. It is kept as long as those runs are. */
const restoredSchema = z.strictObject({ schema: z.literal('seller-trust/restored@1'), at: instantSchema });

/** Marks that a table was put back; of two the later stays. */
export async function putRestored(
  files: Pick<Files, 'get' | 'swap'>,
  tenant: string,
  at: Instant,
): Promise<void> {
  await changeFile(files, restoredKey(tenant), (there) => {
    if (there !== undefined && instantIn(there) >= at) return { outcome: undefined };
    return { outcome: undefined, text: JSON.stringify({ schema: 'seller-trust/restored@1', at }) };
  });
}

/** Undefined where it never was. */
export async function readRestored(files: Pick<Files, 'get'>, tenant: string): Promise<Instant | undefined> {
  const stored = await files.get(restoredKey(tenant));
  return stored && instantIn(new TextDecoder().decode(stored.body));
}

const instantIn = (text: string): Instant => restoredSchema.parse(JSON.parse(text)).at;

const restoredKey = (tenant: string): string => `runs/${tenant}/restored.json`;
