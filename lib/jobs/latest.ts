import * as z from 'zod/mini';
import { slug } from '../domain/identifier.ts';
import type { Files } from '../store/files.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import { changeFile } from './change-file.ts';

/** `reports/<tenant>/latest.json`: which report is shown. */
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
  const stored = await files.get(latestKey(tenant));
  return stored && parsed(new TextDecoder().decode(stored.body));
}

/** Shows `next` unless what is shown is later or the same. Of two at once one is told that the pointer changed and
 *  looks again, so the later report stays whoever comes last.
 *  @throws RangeError when the pointer changes under it all the time */
export function showLatest(files: Files, next: Latest): Promise<'published' | 'older' | 'unchanged'> {
  return changeFile(files, latestKey(next.tenant), (there) => {
    const shown = there === undefined ? undefined : parsed(there);
    if (shown?.permalink === next.permalink) return { outcome: 'unchanged' };
    if (shown !== undefined && shown.asOf > next.asOf) return { outcome: 'older' };
    return { outcome: 'published', text: `${JSON.stringify(next, null, 2)}\n` };
  });
}

const parsed = (text: string): Latest => latestSchema.parse(JSON.parse(text));

const latestKey = (tenant: string): string => `reports/${tenant}/latest.json`;
