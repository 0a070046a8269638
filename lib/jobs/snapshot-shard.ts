import * as z from 'zod/mini';
import { slug } from '../domain/identifier.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import { registryAt, type Process } from '../rounds/process.ts';
import type { FactsTable } from '../store/facts-table.ts';
import type { Files } from '../store/files.ts';
import type { LedgerTable } from '../store/ledger-table.ts';
import { shardRangeSchema } from './shard-range.ts';
import { takeNight, type Before, type NightParts } from './night/night-snapshot.ts';
import { takeAll } from './night/take-all.ts';
import { putSellers } from './night/sellers-taken.ts';
import type { Snapshot } from './snapshot.ts';

export const snapshotOrderSchema = z.strictObject({
  tenant: slug,
  cut: instantSchema,
  range: shardRangeSchema,
});
export type SnapshotOrder = z.infer<typeof snapshotOrderSchema>;

export interface SnapshotParts {
  readonly facts: Pick<FactsTable, 'readHistories' | 'readProcesses'>;
  readonly ledger: Pick<LedgerTable, 'among'>;
  readonly files: Files;
}

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
  before: Before & { readonly registry: readonly Process[] },
): Promise<{ readonly snapshot: Snapshot; readonly readAll: boolean }> {
  const { tenant, range, cut } = order;
  const registry = registryAt(await parts.facts.readProcesses(tenant), cut);
  const isSame = JSON.stringify(registry) === JSON.stringify(before.registry);
  const night = isSame ? await takeNight(parts, order, before, registry) : undefined;
  const taken = night ?? (await takeAll(parts, order, registry));
  return { snapshot: await putSellers(parts.files, tenant, range, taken), readAll: night === undefined };
}
