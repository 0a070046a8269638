import { readHistory, type HistoryEntry } from '../../lib/jobs/history.ts';
import { readLatest } from '../../lib/jobs/latest.ts';
import { publishReport, type Published } from '../../lib/jobs/publish.ts';
import type { Run } from '../../lib/jobs/run-files.ts';
import { contentHash, runReport, type RunReport } from '../../lib/jobs/run-report.ts';
import type { Reference } from '../../lib/rounds/reference.ts';
import type { Files } from '../../lib/store/files.ts';
import type { Around } from './mortal.ts';
import { publisher, TENANT, type Buckets } from './pipeline.ts';

/** A report that is made and not yet published. */
export interface Made {
  readonly run: Run;
  readonly report: RunReport;
}

/** @param only these files of it: fewer writes, for suites that die in pairs */
export async function madeReport(buckets: Buckets, run: Run, only?: readonly string[]): Promise<Made> {
  const report = await runReport({ ...publisher(), ...buckets, tenant: TENANT }, run);
  if (only === undefined) return { run, report };
  const files = report.files.filter(([name]) => only.includes(name));
  return {
    run,
    report: { ...report, files, permalink: `reports/us/${report.period}/${contentHash(files)}` },
  };
}

/** What publishing changes: the bucket, what ledgers tell, what people are told. */
export interface World {
  readonly runFiles: Pick<Files, 'get'>;
  readonly reports: Files;
  readonly references: Map<string, Reference>;
  readonly told: string[]; // permalinks, each once
}

export function world(runFiles: Pick<Files, 'get'>, reports: Files): World {
  return { runFiles, reports, references: new Map(), told: [] };
}

const AT_PEACE: Around = () => Promise.resolve();

/** One publisher, whose every write may be its last: `around` is asked before and after each, `reading` before it reads. */
export function publishIn(
  { runFiles, reports, references, told }: World,
  { run, report }: Made,
  around: Around = AT_PEACE,
  reading: Around = AT_PEACE,
): Promise<Published> {
  const write = async <Result>(name: string, effect: () => Promise<Result>): Promise<Result> => {
    await around(`before ${name}`);
    const result = await effect();
    await around(`after ${name}`);
    return result;
  };
  const parts = {
    ...publisher(),
    files: runFiles,
    reports: {
      get: (key: string) => reading('get').then(() => reports.get(key)),
      list: (prefix: string) => reading('list').then(() => reports.list(prefix)),
      put: (...put: Parameters<Files['put']>) => write('put', () => reports.put(...put)),
      swap: (...swap: Parameters<Files['swap']>) => write('swap', () => reports.swap(...swap)),
    },
    facts: {
      putReference: (_: string, reference: Reference) =>
        write('reference', async () => references.set(reference.recommender, reference).size > 0),
    },
    tell: (_: unknown, { permalink }: { permalink: string }) =>
      write('tell', async () => (told.includes(permalink) ? 0 : told.push(permalink))),
  };
  return publishReport(parts, TENANT, run, report);
}

/** What readers see.
 *  @throws Error when `latest` or the history leads to a report that is not whole */
export async function seen({ reports }: World, all: readonly Made[]): Promise<Seen> {
  const latest = await readLatest(reports, 'us');
  const history = await readHistory(reports, 'us');
  const places = [...(latest ? [latest] : []), ...history];
  for (const { permalink } of places) {
    const made = all.find(({ report }) => report.permalink === permalink);
    if (made === undefined) throw new Error(`${permalink} was never made`);
    for (const [name, content] of made.report.files) {
      const stored = await reports.get(`${permalink}/${name}`);
      if (stored === undefined || !Buffer.from(content).equals(stored.body))
        throw new Error(`${permalink} is seen without its ${name}`);
    }
  }
  return { latest: latest?.permalink, history };
}

interface Seen {
  readonly latest: string | undefined;
  readonly history: readonly HistoryEntry[];
}
