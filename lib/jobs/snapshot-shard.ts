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
import { putHashed } from './hashed-file.ts';
import { putRegistry } from './registry-snapshot.ts';
import { shardRangeSchema, shardsOf } from './shard-range.ts';
import { putSnapshot, shardHashes, type Snapshot } from './snapshot.ts';
import { askingOf, countAskings, type Asking } from './survey-counts.ts';

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

/** Writes every round of a shard range as it was known at the cut, and counts of what its sellers were asked and answered, but
 *  for sellers who were erased: a restored table may have them again. The only job of a run that reads the facts. */
export async function snapshotShard(
  { facts, ledger, files }: SnapshotParts,
  order: SnapshotOrder,
): Promise<Snapshot> {
  const { tenant, range } = order;
  const registry = registryAt(await facts.readProcesses(tenant), order.cut);
  const shards = await sideBySide(READS_AT_ONCE, shardsOf(range), (shard) =>
    readOne({ facts, ledger, registry }, order, shard),
  );

  const rows = shards.reduce((total, found) => total + found.rows.length, 0);
  const texts = shards.map((found) => roundsJsonl(found.rows));
  const askings = shards.flatMap((found) => found.askings);

  return {
    range,
    rows,
    sellers: new Set(shards.flatMap((found) => found.rows.map(({ sellerId }) => sellerId))).size,
    shards: shardHashes(texts),
    ...(await putSnapshot(files, tenant, texts.join(''))),
    ...(range.from === 0 && registry.length > 0 && { registry: await putRegistry(files, tenant, registry) }),
    ...(askings.length > 0 && {
      survey: (await putHashed(files, tenant, countAskings(askings))).sha256,
    }),
  };
}

interface Found {
  readonly rows: readonly RoundRow[];
  readonly askings: readonly Asking[];
}

/** Whole sellers: none lives in two shards. */
async function readOne(
  { facts, ledger, registry }: Omit<SnapshotParts, 'files'> & { readonly registry: readonly Process[] },
  { tenant, cut }: SnapshotOrder,
  shard: number,
): Promise<Found> {
  const rows: RoundRow[] = [];
  const askings: Asking[] = [];
  for await (const history of facts.readHistories(tenant, shard)) {
    const { rounds, seller, exposures = [] } = history;
    for (const round of rounds) {
      const row = toRow(round, cut, seller);
      if (row !== undefined) rows.push(withProcesses(row, round, { registry, exposures, cut }));
    }
    const asking = askingOf(history, cut);
    if (asking !== undefined) askings.push(asking);
  }
  // asked after the rows were read: who is erased from now on is found in the file
  const erased = await ledger.among(
    tenant,
    'erased',
    [...rows, ...askings].map(({ sellerId }) => sellerId),
  );
  const stays = ({ sellerId }: { readonly sellerId: string }) => !erased.has(sellerId);
  return { rows: rows.filter(stays), askings: askings.filter(stays) };
}
