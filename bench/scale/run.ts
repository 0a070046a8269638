import { parseInstant } from '../../lib/domain/instant.ts';
import type { Tenant } from '../../lib/domain/tenant.ts';
import { estimateShard } from '../../lib/jobs/estimate-shard.ts';
import { fit } from '../../lib/jobs/fit.ts';
import { publish } from '../../lib/jobs/publish.ts';
import { shardRanges } from '../../lib/jobs/shard-range.ts';
import { putSnapshot, type Snapshot } from '../../lib/jobs/snapshot.ts';
import { summarise } from '../../lib/jobs/summarise.ts';
import { roundsJsonl } from '../../lib/rounds/rounds-jsonl.ts';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { defaultSettings } from '../../lib/simulation/settings.ts';
import { simulate } from '../../lib/simulation/simulate.ts';
import type { Files } from '../../lib/store/files.ts';
import { shardOf } from '../../lib/store/key.ts';
import { memoryFiles } from '../../lib/store/memory-files.ts';
import { OUTREACH } from '../../test/outreach-rules.ts';

const TENANT: Tenant = {
  ...OUTREACH,
  id: 'us',
  number: 1,
  name: 'Marketplace US',
  currency: 'USD',
  elicitationShare: 0.5,
  answerDays: 14,
  directions: { replenishment: 'up' },
  intakePrincipals: [],
};
const MODEL = { scale: 'auto', minGap: null, referenceGap: null, estimator: 'auto', seed: 1 } as const;
const RANGES = 16;

/** What the jobs of one analysis used. */
export interface RunUse {
  readonly rows: number;
  readonly sellers: number;
  readonly ms: ReadonlyMap<string, number>; // CPU milliseconds in all, by job
  readonly bytes: ReadonlyMap<string, number>; // written in all, by job
  readonly puts: ReadonlyMap<string, number>;
}

/** Runs the jobs behind the state machine, one after the other, on simulated sellers with 26 rounds each. */
export async function analysed(sellers: number): Promise<RunUse> {
  const cut = parseInstant('2026-11-22T00:00:00Z');
  if (cut === undefined) throw new RangeError('analysed requires an instant');
  const counted = counting(memoryFiles());
  const { files } = counted;
  const ms = new Map<string, number>();
  const bytes = new Map<string, number>();
  const puts = new Map<string, number>();
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    counted.reset();
    const before = process.cpuUsage();
    const done = await work();
    const { user, system } = process.cpuUsage(before);
    ms.set(name, (ms.get(name) ?? 0) + (user + system) / 1000);
    bytes.set(name, (bytes.get(name) ?? 0) + counted.bytes());
    puts.set(name, (puts.get(name) ?? 0) + counted.puts());
    return done;
  };

  const snapshots: Snapshot[] = [];
  let rows = 0;
  for (const found of inRanges(
    simulate({ ...defaultSettings('trust-embedded'), sellers, rounds: 26, seed: 1 }).rows,
  )) {
    const range = shardRanges(1024 / RANGES)[snapshots.length] ?? { from: 0, to: 0 };
    rows += found.length;
    const put = await timed('write', () => putSnapshot(files, TENANT.id, roundsJsonl(found)));
    snapshots.push({ range, ...put, rows: found.length });
  }
  const order = { tenant: TENANT.id, cut, snapshots, model: MODEL };
  const reports = files;
  const parts = { files, reports, tenants: [TENANT], codeVersion: 'bench' };
  const { runId } = await timed('fit', () => fit(parts, order));
  const run = { tenant: TENANT.id, runId };
  for (const snapshot of snapshots)
    await timed('estimate', () => estimateShard(files, { ...run, snapshot }, null));
  await timed('summarise', () => summarise(files, run));
  const publisher = {
    facts: { putReference: async () => true },
    tenants: [TENANT],
    reportVersion: 'page',
    runtime: { node: 24, arch: 'arm64', platform: 'linux' } as const,
    tell: async () => 0,
  };
  await timed('publish', () => publish({ ...publisher, files, reports }, run));
  return { rows, sellers, ms, bytes, puts };
}

function inRanges(rows: readonly RoundRow[]): RoundRow[][] {
  const ranges = Array.from({ length: RANGES }, (): RoundRow[] => []);
  for (const row of rows) ranges[Math.floor((shardOf(row.sellerId) * RANGES) / 1024)]?.push(row);
  return ranges;
}

/** Files that count what is written. */
function counting(inner: Files) {
  let [bytes, puts] = [0, 0];
  const files: Files = {
    ...inner,
    put: (key, body, options) => {
      bytes += Buffer.byteLength(body);
      puts += 1;
      return inner.put(key, body, options);
    },
    swap: (key, body, etag) => {
      puts += 1;
      return inner.swap(key, body, etag);
    },
  };
  return { files, bytes: () => bytes, puts: () => puts, reset: () => void ([bytes, puts] = [0, 0]) };
}
