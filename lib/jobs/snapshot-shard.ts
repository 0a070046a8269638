import * as z from 'zod/mini';
import { slug } from '../domain/identifier.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import { withProcesses } from '../processes/in-round.ts';
import { registryAt, type Process } from '../rounds/process.ts';
import { roundsJsonl } from '../rounds/rounds-jsonl.ts';
import type { RoundRow } from '../rounds/row.ts';
import { toRow } from '../rounds/to-row.ts';
import type { FactsTable } from '../store/facts-table.ts';
import type { Files } from '../store/files.ts';
import type { LedgerTable } from '../store/ledger-table.ts';
import { sideBySide } from '../store/side-by-side.ts';
import { putRegistry } from './registry-snapshot.ts';
import { shardRangeSchema, shardsOf } from './shard-range.ts';
import { putSnapshot, type Snapshot } from './snapshot.ts';

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

const READS_AT_ONCE = 8;

/** Writes every round of a shard range as it was known at the cut, but for sellers who were erased: a restored table may
 *  have them again. The only job of a run that reads the facts. */
export async function snapshotShard(
  { facts, ledger, files }: SnapshotParts,
  order: SnapshotOrder,
): Promise<Snapshot> {
  const registry = registryAt(await facts.readProcesses(order.tenant), order.cut);
  const shards = await sideBySide(READS_AT_ONCE, shardsOf(order.range), (shard) =>
    rowsOf({ facts, ledger, registry }, order, shard),
  );

  const rows = shards.reduce((total, found) => total + found.length, 0);
  const text = shards.map(roundsJsonl).join('');

  const snapshot = { range: order.range, rows, ...(await putSnapshot(files, order.tenant, text)) };
  if (order.range.from > 0 || registry.length === 0) return snapshot;
  return { ...snapshot, registry: await putRegistry(files, order.tenant, registry) };
}

/** Whole sellers: none lives in two shards. */
async function rowsOf(
  { facts, ledger, registry }: Omit<SnapshotParts, 'files'> & { readonly registry: readonly Process[] },
  { tenant, cut }: SnapshotOrder,
  shard: number,
): Promise<RoundRow[]> {
  const rows: RoundRow[] = [];
  for await (const { rounds, seller, exposures = [] } of facts.readHistories(tenant, shard)) {
    for (const round of rounds) {
      const row = toRow(round, cut, seller);
      if (row !== undefined) rows.push(withProcesses(row, round, { registry, exposures, cut }));
    }
  }
  // asked after the rows were read: who is erased from now on is found in the file
  const erased = await ledger.among(
    tenant,
    'erased',
    rows.map(({ sellerId }) => sellerId),
  );
  return rows.filter(({ sellerId }) => !erased.has(sellerId));
}
