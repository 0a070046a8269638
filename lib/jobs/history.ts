import * as z from 'zod/mini';
import { slug } from '../domain/identifier.ts';
import { digestSchema } from '../report/digest.ts';
import type { ReportFile } from '../report/report-files.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import type { Files } from '../store/files.ts';
import { estimatesSchema } from '../trust/estimates.ts';
import { changeFile } from './change-file.ts';
import type { Latest } from './latest.ts';

const number = z.nullable(z.number());
const told = z.strictObject({ estimate: number, lower: number, upper: number, n: z.number() });

/** A published report with its headline numbers, as they stand in its files. */
const entrySchema = z.strictObject({
  period: z.string(), // 2026-W47
  asOf: instantSchema,
  runId: z.string(),
  permalink: z.string(), // its folder
  headline: z.string(),
  trust: told, // all recommenders together
  byRecommender: z.record(z.string(), told),
  since: z.nullable(told), // change since the report before, its interval at all looks; null: there is none before
  /** Of a night: the full run whose report it brings up to date. */
  fitOf: z.exactOptional(z.string()),
});
export type HistoryEntry = z.infer<typeof entrySchema>;

/** `reports/<tenant>/history.json`: every report that was ever published, by the instant it is about. */
const historySchema = z.strictObject({
  schema: z.literal('seller-trust/history@1'),
  tenant: slug,
  reports: z.array(entrySchema),
});

/** Published reports, earliest first; empty before the first. */
export async function readHistory(files: Pick<Files, 'get'>, tenant: string): Promise<HistoryEntry[]> {
  const stored = await files.get(historyKey(tenant));
  return stored === undefined ? [] : entriesIn(new TextDecoder().decode(stored.body));
}

/** Enters a report once, whoever else is entering one.
 *  @throws RangeError when the file changes under it all the time */
export async function enterHistory(files: Files, tenant: string, entry: HistoryEntry): Promise<void> {
  await changeFile(files, historyKey(tenant), (there) => {
    const entries = there === undefined ? [] : entriesIn(there);
    if (entries.some(({ permalink }) => permalink === entry.permalink)) return { outcome: undefined };
    const reports = [...entries, entry].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
    const history = { schema: 'seller-trust/history@1', tenant, reports };
    return { outcome: undefined, text: `${JSON.stringify(history, null, 2)}\n` };
  });
}

/** Instants are in UTC, so their order is that of their texts. */
const placeOf = ({ asOf, permalink }: HistoryEntry): string => `${asOf} ${permalink}`;

/** What a report's own files say of it.
 *  @throws RangeError where one of them is missing */
export function historyEntry(
  files: readonly ReportFile[],
  { period, asOf, runId, permalink }: Pick<Latest, 'period' | 'asOf' | 'runId' | 'permalink'>,
  fitOf?: string,
): HistoryEntry {
  const { trust } = estimatesSchema.parse(jsonIn(files, 'estimates.json'));
  const { report } = digestSchema.parse(jsonIn(files, 'digest.json'));
  const own = Object.entries(trust.byRecommender).map(([name, value]) => [name, numbersOf(value)] as const);
  return {
    period,
    asOf,
    runId,
    permalink,
    headline: report.headline,
    trust: numbersOf(trust.overall),
    byRecommender: Object.fromEntries(own),
    since: report.since && numbersOf(report.since),
    ...(fitOf !== undefined && { fitOf }),
  };
}

const numbersOf = ({ estimate, lower, upper, n }: z.infer<typeof told>): z.infer<typeof told> => ({
  estimate,
  lower,
  upper,
  n,
});

function jsonIn(files: readonly ReportFile[], name: string): unknown {
  const content = files.find(([each]) => each === name)?.[1];
  if (content === undefined) throw new RangeError(`historyEntry requires a report with ${name}`);
  return JSON.parse(Buffer.from(content).toString('utf8'));
}

const entriesIn = (text: string): HistoryEntry[] => historySchema.parse(JSON.parse(text)).reports;

const historyKey = (tenant: string): string => `reports/${tenant}/history.json`;
