import * as z from 'zod/mini';
import { slug } from '../domain/identifier.ts';
import type { Files } from '../store/files.ts';
import { instantSchema } from '../rounds/instant-schema.ts';

/** `reports/<tenant>/latest.json`: which report is shown. It is the only file that ever changes. */
export const latestSchema = z.strictObject({
  schema: z.literal('seller-trust/latest@1'),
  tenant: slug,
  period: z.string().check(z.regex(/^\d{4}-W\d{2}$/, 'not an ISO week')),
  asOf: instantSchema,
  runId: z.string(),
  permalink: z.string(), // the folder of the report
});
export type Latest = z.infer<typeof latestSchema>;

/** The report shown now, or undefined before the first. */
export async function readLatest(files: Pick<Files, 'get'>, tenant: string): Promise<Latest | undefined> {
  return (await readPointer(files, latestKey(tenant)))?.latest;
}

/** Shows `next` unless what is shown is later or the same. Of two at once one is told that the pointer changed and
 *  looks again, so the later report stays whoever comes last.
 *  @throws RangeError when the pointer changes under it ten times in a row */
export async function showLatest(files: Files, next: Latest): Promise<'published' | 'older' | 'unchanged'> {
  const key = latestKey(next.tenant);
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const shown = await readPointer(files, key);
    if (shown !== undefined && shown.latest.permalink === next.permalink) return 'unchanged';
    if (shown !== undefined && shown.latest.asOf > next.asOf) return 'older';
    const body = `${JSON.stringify(next, null, 2)}\n`;
    if ((await files.swap(key, body, shown?.etag)) === 'swapped') return 'published';
  }
  throw new RangeError(`${key} changed ten times while it was being swapped; run publish again`);
}

async function readPointer(files: Pick<Files, 'get'>, key: string) {
  const stored = await files.get(key);
  if (stored === undefined) return undefined;
  const text = new TextDecoder().decode(stored.body);
  return { latest: latestSchema.parse(JSON.parse(text)), etag: stored.etag };
}

function latestKey(tenant: string): string {
  return `reports/${tenant}/latest.json`;
}
