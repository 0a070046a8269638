import * as z from 'zod/mini';
import { slug } from '../domain/identifier.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import { registryAt, type Process } from '../rounds/process.ts';
import type { FactsTable } from '../store/facts-table.ts';
import type { Files } from '../store/files.ts';
import type { LedgerTable } from '../store/ledger-table.ts';
import { readManifest } from './manifest-file.ts';
import { runSchema } from './run-files.ts';
import { sameRange, shardRangeSchema } from './shard-range.ts';
import { takeNight, type Before, type NightParts } from './night/night-snapshot.ts';
import { takeAll } from './night/take-all.ts';
import { putSellers } from './night/sellers-taken.ts';
import type { Snapshot } from './snapshot.ts';

export const snapshotOrderSchema = z.strictObject({
  tenant: slug,
  cut: instantSchema,
  range: shardRangeSchema,
  /** Of a night: the run it rests on; null: none. */
  base: z.exactOptional(z.nullable(runSchema.shape.runId)),
});
export type SnapshotOrder = z.infer<typeof snapshotOrderSchema>;

export interface SnapshotParts {
  readonly facts: Pick<FactsTable, 'readHistories' | 'readProcesses'>;
  readonly ledger: Pick<LedgerTable, 'among'>;
  readonly files: Files;
}

export interface TakenSnapshot {
  readonly snapshot: Snapshot;
  readonly readAll: boolean; // every seller, not only those of whom something is new
}

/** The snapshot of a range, from what the base took of it where there is a base that has it. */
export async function takeSnapshot(
  parts: SnapshotParts & NightParts,
  { base = null, ...order }: SnapshotOrder,
): Promise<TakenSnapshot> {
  const before = base === null ? undefined : await beforeOf(parts.files, order, base);
  if (before !== undefined) return nightSnapshot(parts, order, before);
  return { snapshot: await snapshotShard(parts, order), readAll: true };
}

async function beforeOf(
  files: Pick<Files, 'get'>,
  { tenant, range }: Omit<SnapshotOrder, 'base'>,
  base: string,
): Promise<NightBefore | undefined> {
  const manifest = await readManifest(files, { tenant, runId: base });
  const snapshot = manifest?.snapshots.find((each) => sameRange(each.range, range));
  if (manifest === undefined || snapshot === undefined) return undefined;
  const { asOf: cut, processes: registry = [] } = manifest.settings;
  return { cut, snapshot, registry };
}

/** What an earlier run took of the range, and the registry as it knew it. */
type NightBefore = Before & { readonly registry: readonly Process[] };

/** Writes every round of a shard range as it was known at the cut, and counts of what its sellers were asked and answered, but
 *  for sellers who were erased: a restored table may have them again. The only job of a run that reads the facts. */
export async function snapshotShard(parts: SnapshotParts, order: SnapshotOrder): Promise<Snapshot> {
  const { tenant, range, cut } = order;
  const registry = registryAt(await parts.facts.readProcesses(tenant), cut);
  return putSellers(parts.files, tenant, range, await takeAll(parts, order, registry));
}

/** The same from what an earlier run took of the range, by reading the sellers of whom something was written since.
 *  @param registry of the earlier run: where another is known at the cut, every row may be another, and all are read
 *  @returns also whether all sellers were read */
export async function nightSnapshot(
  parts: SnapshotParts & NightParts,
  order: SnapshotOrder,
  before: NightBefore,
): Promise<TakenSnapshot> {
  const { tenant, range, cut } = order;
  const registry = registryAt(await parts.facts.readProcesses(tenant), cut);
  const isSame = JSON.stringify(registry) === JSON.stringify(before.registry);
  const night = isSame ? await takeNight(parts, order, before, registry) : undefined;
  const taken = night ?? (await takeAll(parts, order, registry));
  return { snapshot: await putSellers(parts.files, tenant, range, taken), readAll: night === undefined };
}
