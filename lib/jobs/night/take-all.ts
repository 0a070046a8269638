import type { Process } from '../../rounds/process.ts';
import type { FactsTable } from '../../store/facts-table.ts';
import type { LedgerTable } from '../../store/ledger-table.ts';
import { sideBySide } from '../../store/side-by-side.ts';
import { bundlesOfSellers } from '../bundle.ts';
import { shardsOf } from '../shard-range.ts';
import type { SnapshotOrder } from '../snapshot-shard.ts';
import { stateOf } from './seller-state.ts';
import { sellerTaken, type SellerTaken } from './seller-taken.ts';
import type { Taken } from './sellers-taken.ts';

export interface TakeParts {
  readonly facts: Pick<FactsTable, 'readHistories'>;
  readonly ledger: Pick<LedgerTable, 'among'>;
}

const READS_AT_ONCE = 8;

/** Every seller of a range as she was known at the cut, but for those who were erased: a restored table may have them again.
 *  @param registry as known at the cut */
export async function takeAll(
  parts: TakeParts,
  order: SnapshotOrder,
  registry: readonly Process[],
): Promise<Taken> {
  const shards = await sideBySide(READS_AT_ONCE, shardsOf(order.range), async (shard) => {
    const sellers = await sellersOf(parts, order, shard, registry);
    return {
      bundles: bundlesOfSellers(
        shard,
        sellers.filter(({ rows }) => rows > 0),
      ),
      states: sellers.flatMap((seller) => stateOf(seller) ?? []),
    };
  });
  return {
    bundles: shards.flatMap(({ bundles }) => bundles),
    states: shards.flatMap(({ states }) => states),
    registry,
  };
}

/** Whole sellers: none lives in two shards. */
async function sellersOf(
  { facts, ledger }: TakeParts,
  { tenant, cut }: SnapshotOrder,
  shard: number,
  registry: readonly Process[],
): Promise<SellerTaken[]> {
  const sellers: SellerTaken[] = [];
  for await (const history of facts.readHistories(tenant, shard))
    sellers.push(sellerTaken(history, registry, cut));
  // asked after the rows were read: who is erased from now on is found in the file
  const erased = await ledger.among(
    tenant,
    'erased',
    sellers.map(({ sellerId }) => sellerId),
  );
  return sellers
    .filter(({ sellerId }) => !erased.has(sellerId))
    .toSorted((a, b) => (a.sellerId < b.sellerId ? -1 : 1));
}
