import * as z from 'zod/mini';
import { readHistory, type HistoryEntry } from '../../lib/jobs/history.ts';
import { readLatest } from '../../lib/jobs/latest.ts';
import type { Files } from '../../lib/store/files.ts';
import { s3Files } from '../../lib/store/s3-files.ts';
import { Failure, UsageError } from '../command.ts';
import { namedStage, type StageOptions } from '../named-stage.ts';
import { stageClients } from '../stage-clients.ts';

const namesSchema = z.object({
  ReportBucket: z.string(),
  FilesBucket: z.string(),
  ReportUrl: z.exactOptional(z.string()),
});

/** The published reports of a tenant. */
export interface ReportStage {
  readonly tenant: string;
  readonly files: Files;
  readonly reports: Files;
  /** Where a report is read: its address. */
  readonly addressOf: (permalink: string) => string;
  readonly latest: string | undefined; // permalink
  readonly history: readonly HistoryEntry[]; // earliest first
}

/** What a command prints: as fields with --json, else as text. */
export type Print = (fields: object, text: string) => void;

export async function reportStage(options: StageOptions, tenant: string): Promise<ReportStage> {
  const { names, page, ...address } = await namedStage(options, namesSchema);
  const { files } = stageClients(address);
  const reports = s3Files(files, names.ReportBucket);
  const site = page ?? names.ReportUrl;
  const latest = await readLatest(reports, tenant);
  return {
    tenant,
    reports,
    files: s3Files(files, names.FilesBucket),
    addressOf: (permalink) =>
      site === undefined
        ? `s3://${names.ReportBucket}/${permalink}/report.html`
        : `${site.replace(/\/$/, '')}/${permalink}/report.html`,
    latest: latest?.permalink,
    history: await readHistory(reports, tenant),
  };
}

/** The report that a word names: a period (its newest full report, if it has one), a permalink or the address that holds one, the beginning of a hash; none: the one
 *  that is shown.
 *  @throws UsageError for a word that names none or several, Failure where nothing is published */
export function namedReport(stage: ReportStage, word: string | undefined): HistoryEntry {
  const newest = stage.history.toReversed();
  if (newest.length === 0) throw new Failure('no report is published yet; make one with: trust run start');
  const name = word ?? stage.latest ?? '';
  const found = newest.filter((entry) => isNamed(entry, name));
  const first = found.find(({ fitOf, period }) => fitOf === undefined && period === name) ?? found[0];
  if (first === undefined)
    throw new UsageError(`${JSON.stringify(name)} names no report; trust report list has them all`);
  if (found.length > 1 && first.period !== name)
    throw new UsageError(`${JSON.stringify(name)} names ${found.length} reports; give more of the hash`);
  return first;
}

const LEAST_OF_A_HASH = 4;

function isNamed({ period, permalink }: HistoryEntry, word: string): boolean {
  const hash = hashOf(permalink);
  return (
    word === period ||
    `/${word.replace(/\/+$/, '')}/`.includes(`/${permalink}/`) ||
    (word.length >= LEAST_OF_A_HASH && hash.startsWith(word))
  );
}

export const hashOf = (permalink: string): string => permalink.slice(permalink.lastIndexOf('/') + 1);
