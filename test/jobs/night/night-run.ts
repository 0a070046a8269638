import type { Instant } from '../../../lib/domain/instant.ts';
import { estimateShard } from '../../../lib/jobs/estimate-shard.ts';
import { fit } from '../../../lib/jobs/fit.ts';
import { findBase } from '../../../lib/jobs/night/base.ts';
import { publish, type PublishParts } from '../../../lib/jobs/publish.ts';
import { shardRanges } from '../../../lib/jobs/shard-range.ts';
import { takeSnapshot } from '../../../lib/jobs/snapshot-shard.ts';
import { summarise } from '../../../lib/jobs/summarise.ts';
import type { Model } from '../../../lib/jobs/manifest.ts';
import type { Files } from '../../../lib/store/files.ts';
import { memoryFiles } from '../../../lib/store/memory-files.ts';
import { MODEL, publisher, TENANT, type Buckets } from '../pipeline.ts';
import { untilDone } from '../interrupted-files.ts';
import type { Market } from './market.ts';

/** Whose report has a page of a segment. */
export const SHOP = { ...TENANT, report: { ...TENANT.report, segments: ['size'] } };

export interface NightOrder {
  readonly cut: Instant;
  readonly kind?: 'night';
  readonly codeVersion?: string;
  readonly tenants?: readonly (typeof TENANT)[];
  readonly model?: Model;
  /** Everything is read and estimated, whatever the base has. */
  readonly whole?: boolean;
  readonly shardsPerWorker?: number;
  readonly tell?: PublishParts['tell'];
}

/** A run as the state machine does it, each job again until it is done. */
export async function runOn(market: Market, { files, reports }: Buckets, order: NightOrder) {
  const { cut, kind, codeVersion = 'test', tenants = [SHOP], model = MODEL, whole = false } = order;
  const parts = { files, reports, tenants, codeVersion };
  const tenant = TENANT.id;
  const found =
    kind === 'night'
      ? await untilDone(() => findBase(parts, { tenant, cut, model }))
      : { base: null, why: null };
  const { base } = found;
  const taken = [];
  for (const range of shardRanges(order.shardsPerWorker ?? 256))
    taken.push(
      await untilDone(() =>
        takeSnapshot({ ...market, files }, { tenant, cut, range, base: whole ? null : base }),
      ),
    );
  const snapshots = taken.map(({ snapshot }) => snapshot);
  const begun = await untilDone(() => fit(parts, { tenant, cut, model, snapshots, base }));
  const run = { tenant, runId: begun.runId };
  const sellers: (number | null)[] = [];
  for (const snapshot of snapshots) {
    const seen = whole ? withoutParts(files) : files;
    const job = () => estimateShard(seen, { ...run, snapshot, base }, null);
    sellers.push((await untilDone(job)).sellers);
  }
  await untilDone(() => summarise(files, run));
  const to = { ...publisher(), tenants, files, reports, ...(order.tell && { tell: order.tell }) };
  const published = await untilDone(() => publish(to, run));
  const told = {
    run,
    why: found.why ?? begun.why,
    readAll: taken.map(({ readAll }) => readAll),
    sellers,
  };
  return { ...told, ...published, night: begun.night };
}

/** As if what runs found of ranges had expired. */
function withoutParts(files: Files): Files {
  return { ...files, get: async (key) => (key.includes('/out/') ? undefined : files.get(key)) };
}

export const buckets = (): Buckets => ({ files: memoryFiles(), reports: memoryFiles() });

export async function copyOf({ files, reports }: Buckets): Promise<Buckets> {
  return { files: await copied(files), reports: await copied(reports) };
}

async function copied(files: Files): Promise<Files> {
  const copy = memoryFiles();
  for (const key of await files.list('')) await copy.put(key, (await files.get(key))?.body ?? '');
  return copy;
}

/** Every file below a prefix, as text. */
export async function filesBelow(files: Files, prefix: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const key of await files.list(prefix))
    found[key] = Buffer.from((await files.get(key))?.body ?? '').toString('latin1');
  return found;
}
