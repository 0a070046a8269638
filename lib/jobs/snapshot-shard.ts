import * as z from 'zod/mini';
import { slug } from '../domain/identifier.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import { roundsJsonl } from '../rounds/rounds-jsonl.ts';
import type { RoundRow } from '../rounds/row.ts';
import { toRow } from '../rounds/to-row.ts';
import type { FactsTable } from '../store/facts-table.ts';
import type { Files } from '../store/files.ts';
import type { LedgerTable } from '../store/ledger-table.ts';
import { sideBySide } from '../store/side-by-side.ts';
import { shardRangeSchema, shardsOf } from './shard-range.ts';
import { putSnapshot, type Snapshot } from './snapshot.ts';

export const snapshotOrderSchema = z.strictObject({
  tenant: slug,
  cut: instantSchema,
  range: shardRangeSchema,
});
export type SnapshotOrder = z.infer<typeof snapshotOrderSchema>;

export interface SnapshotParts {
  readonly facts: Pick<FactsTable, 'readHistories'>;
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
  const shards = await sideBySide(READS_AT_ONCE, shardsOf(order.range), (shard) =>
    rowsOf({ facts, ledger }, order, shard),
  );

  const rows = shards.reduce((total, found) => total + found.length, 0);
  const text = shards.map(roundsJsonl).join('');

  return { range: order.range, rows, ...(await putSnapshot(files, order.tenant, text)) };
}

/** Whole sellers: none lives in two shards. */
async function rowsOf(
  { facts, ledger }: Omit<SnapshotParts, 'files'>,
  { tenant, cut }: SnapshotOrder,
  shard: number,
): Promise<RoundRow[]> {
  const rows: RoundRow[] = [];
  for await (const { rounds, seller } of facts.readHistories(tenant, shard)) {
    rows.push(...rounds.flatMap((round) => toRow(round, cut, seller) ?? []));
  }
  // asked after the rows were read: who is erased from now on is found in the file
  const erased = await ledger.among(
    tenant,
    'erased',
    rows.map(({ sellerId }) => sellerId),
  );
  return rows.filter(({ sellerId }) => !erased.has(sellerId));
}
