import * as z from 'zod/mini';
import type { Instant } from '../domain/instant.ts';
import type { PublishedReport } from '../report/report-files.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import type { Files } from '../store/files.ts';
import { readLatest } from './latest.ts';

/** Where a published report lies. */
const reportPlaceSchema = z.object({ period: z.string(), asOf: instantSchema, permalink: z.string() });
export type ReportPlace = z.infer<typeof reportPlaceSchema>;

/** What this room needs of `methods.json`. */
const followsSchema = z.object({
  previous: z.nullable(reportPlaceSchema),
  fitOf: z.optional(reportPlaceSchema),
});

/** The full report before a cut: the newest whose own cut is earlier. Found from the one that is shown, back along what each says
 *  it follows, a night's that it brings up to date: a run made again after it was published, or after later ones were, finds the same.
 *  Undefined where none is.
 *  @throws RangeError where a report says that it follows one that is not earlier */
export async function reportBefore(
  reports: Pick<Files, 'get'>,
  tenant: string,
  cut: Instant,
): Promise<ReportPlace | undefined> {
  let found: ReportPlace | undefined = await readLatest(reports, tenant);
  while (found !== undefined) {
    const { previous, fitOf } = await followedBy(reports, found);
    if (found.asOf < cut && fitOf === undefined) break;
    const before: ReportPlace | undefined = fitOf ?? previous ?? undefined;
    if (before !== undefined && before.asOf >= found.asOf)
      throw new RangeError(
        `${found.permalink} says that it follows ${before.permalink}, which is not earlier`,
      );
    found = before;
  }
  return found && { period: found.period, asOf: found.asOf, permalink: found.permalink };
}

/** Reports of before there was `methods.json` follow none. */
async function followedBy(
  reports: Pick<Files, 'get'>,
  { permalink }: ReportPlace,
): Promise<z.infer<typeof followsSchema>> {
  const text = await textOf(reports, `${permalink}/methods.json`);
  return text === undefined ? { previous: null } : followsSchema.parse(JSON.parse(text));
}

/** The files of a report that the next one compares itself with. */
const COMPARED = ['estimates.json', 'methods.json', 'alerts.json'] as const;

/** A published report as the next one reads it; null where there is none before. Of a report that is not kept any more no
 *  file is there. */
export async function readReport(
  reports: Pick<Files, 'get'>,
  place: ReportPlace | undefined,
): Promise<PublishedReport | null> {
  if (place === undefined) return null;
  const files = new Map<string, string>();
  for (const name of COMPARED) {
    const text = await textOf(reports, `${place.permalink}/${name}`);
    if (text !== undefined) files.set(name, text);
  }
  return { ...place, files };
}

async function textOf(reports: Pick<Files, 'get'>, key: string): Promise<string | undefined> {
  const stored = await reports.get(key);
  return stored && new TextDecoder().decode(stored.body);
}
