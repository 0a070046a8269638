import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Tenant } from '../../lib/domain/tenant.ts';
import { parseInstant, type Instant } from '../../lib/domain/instant.ts';
import { estimateShard } from '../../lib/jobs/estimate-shard.ts';
import { fit } from '../../lib/jobs/fit.ts';
import { publish } from '../../lib/jobs/publish.ts';
import type { Run } from '../../lib/jobs/run-files.ts';
import { bundlesOfText } from '../../lib/jobs/bundle.ts';
import { putBundles, shardHashes, type Snapshot } from '../../lib/jobs/snapshot.ts';
import { shardRanges, shardsOf } from '../../lib/jobs/shard-range.ts';
import { summarise } from '../../lib/jobs/summarise.ts';
import type { Reference } from '../../lib/rounds/reference.ts';
import { roundsJsonl } from '../../lib/rounds/rounds-jsonl.ts';
import { defaultSettings } from '../../lib/simulation/settings.ts';
import { simulate } from '../../lib/simulation/simulate.ts';
import type { Files } from '../../lib/store/files.ts';
import { folderFiles } from '../../lib/store/folder-files.ts';
import { shardOf } from '../../lib/store/key.ts';
import { untilDone } from './interrupted-files.ts';
import { OUTREACH } from '../outreach-rules.ts';

export const TENANT: Tenant = {
  id: 'us',
  number: 1,
  name: 'Marketplace US',
  currency: 'USD',
  elicitationShare: 0.5,
  answerDays: 14,
  directions: { replenishment: 'up' },
  ...OUTREACH,
  intakePrincipals: [],
};

export const RUNTIME = { node: 24, arch: 'arm64', platform: 'linux' } as const;

export const MODEL = { scale: 'auto', minGap: null, referenceGap: null, estimator: 'auto', seed: 1 } as const;

export function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) throw new RangeError(`not an instant: ${text}`);
  return instant;
}

const base = mkdtempSync(join(tmpdir(), 'buckets-'));
afterAll(() => rmSync(base, { recursive: true }));

/** An empty folder that stands for a bucket; it goes with the test file. */
export function folder(): Files {
  return folderFiles(mkdtempSync(join(base, 'bucket-')));
}

/** Snapshots of a small simulated marketplace, as `snapshot-shard` would write them. */
export async function snapshots(
  files: Files,
  { sellers = 24, seed = 1, shardsPerWorker = 256 } = {},
): Promise<Snapshot[]> {
  const settings = { ...defaultSettings('trust-embedded'), sellers, rounds: 6, seed };
  const rows = sellers === 0 ? [] : simulate(settings).rows;
  const byShard = new Map<number, typeof rows>();
  for (const row of rows) {
    const shard = shardOf(row.sellerId);
    byShard.set(shard, [...(byShard.get(shard) ?? []), row]);
  }
  return Promise.all(
    shardRanges(shardsPerWorker).map(async (range) => {
      const shards = shardsOf(range).map((shard) => byShard.get(shard) ?? []);
      const bundles = bundlesOfText(shards.map((found) => roundsJsonl(found)).join(''));
      const { key, sha256 } = await putBundles(files, TENANT.id, bundles);
      const found = shards.flat();
      const whose = new Set(found.map(({ sellerId }) => sellerId)).size;
      return { range, key, sha256, rows: found.length, sellers: whose, shards: shardHashes(bundles, range) };
    }),
  );
}

/** Where a run leaves what ledgers tell of other sellers. */
export function ledgers() {
  const kept: Reference[] = [];
  return {
    kept,
    async putReference(_tenant: string, reference: Reference): Promise<boolean> {
      return kept.push(reference) > 0;
    },
  };
}

export interface Buckets {
  readonly files: Files;
  readonly reports: Files;
}

/** What `publish` has beside its buckets; nobody is told. */
export const publisher = () => ({
  facts: ledgers(),
  tenants: [TENANT],
  runtime: RUNTIME,
  reportVersion: 'page',
  tell: () => Promise.resolve(0),
});

/** Everything after the snapshot, each job again until it is done, as the state machine does it. */
export async function analyse(
  { files, reports }: Buckets,
  taken: readonly Snapshot[],
  cut: Instant,
  codeVersion = 'test',
) {
  const run = await summarised(files, taken, cut, codeVersion, reports);
  return {
    ...run,
    ...(await untilDone(() => publish({ ...publisher(), files, reports }, run))),
  };
}

/** The same up to the estimates. */
export async function summarised(
  files: Files,
  taken: readonly Snapshot[],
  cut: Instant,
  codeVersion = 'test',
  reports: Pick<Files, 'get'> = folder(),
): Promise<Run> {
  const order = { tenant: TENANT.id, cut, snapshots: [...taken], model: MODEL };
  const { runId } = await untilDone(() => fit({ files, reports, tenants: [TENANT], codeVersion }, order));
  const run = { tenant: TENANT.id, runId };
  await Promise.all(
    taken.map((snapshot) => untilDone(() => estimateShard(files, { ...run, snapshot }, null))),
  );
  await untilDone(() => summarise(files, run));
  return run;
}
