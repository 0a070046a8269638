import type { Instant } from '../../domain/instant.ts';
import type { Process } from '../../rounds/process.ts';
import type { FactsTable } from '../../store/facts-table.ts';
import type { Files } from '../../store/files.ts';
import { shardOf } from '../../store/key.ts';
import type { LedgerTable } from '../../store/ledger-table.ts';
import { sideBySide } from '../../store/side-by-side.ts';
import { shardsOf } from '../shard-range.ts';
import type { SnapshotOrder } from '../snapshot-shard.ts';
import type { Snapshot } from '../snapshot.ts';
import { areInOrder, changedBundles } from './changed-bundles.ts';
import { getStates, isDue, stateOf, type SellerState } from './seller-state.ts';
import { overlap, sellerTaken, type SellerTaken } from './seller-taken.ts';
import { getBundles, type Taken } from './sellers-taken.ts';

export interface NightParts {
  readonly facts: Pick<FactsTable, 'readSeller' | 'touchedSellers'>;
  readonly ledger: Pick<LedgerTable, 'among'>;
  readonly files: Pick<Files, 'get'>;
}

/** What an earlier run took, and when. */
export interface Before {
  readonly cut: Instant;
  readonly snapshot: Snapshot; // of the same range
}

const READS_AT_ONCE = 8;

/** What a reading of all sellers of a range would take at the cut, from what an earlier run took: only those are read of whom
 *  something was written since, or who change by themselves. Undefined where that run's files are not all there.
 *  @param registry as known at the cut; it must be that of the earlier run */
export async function takeNight(
  parts: NightParts,
  order: SnapshotOrder,
  before: Before,
  registry: readonly Process[],
): Promise<Taken | undefined> {
  const { tenant, cut } = order;
  const bundles = await getBundles(parts.files, before.snapshot);
  const states = await statesOf(parts.files, tenant, before.snapshot);
  if (bundles === undefined || states === undefined || !areInOrder(bundles)) return undefined;

  const touched = await touchedIn(parts, order, before.cut);
  for (const state of states) if (isDue(state, cut)) touched.add(state.seller_id);
  const erased = await parts.ledger.among(tenant, 'erased', touched);
  const taken = await sideBySide(READS_AT_ONCE, [...touched], async (sellerId) =>
    erased.has(sellerId)
      ? gone(sellerId)
      : sellerTaken(await parts.facts.readSeller(tenant, sellerId), registry, cut),
  );
  return {
    bundles: changedBundles(bundles, new Map(taken.map(({ sellerId, text }) => [sellerId, text]))),
    states: changedStates(states, taken),
    registry,
  };
}

async function touchedIn({ facts }: NightParts, { tenant, range }: SnapshotOrder, since: Instant) {
  const found = await sideBySide(READS_AT_ONCE, shardsOf(range), (shard) =>
    facts.touchedSellers(tenant, shard, overlap(since)),
  );
  const all = new Set<string>();
  for (const sellers of found) for (const sellerId of sellers) all.add(sellerId);
  return all;
}

async function statesOf(files: Pick<Files, 'get'>, tenant: string, { states }: Snapshot) {
  return states === undefined ? [] : getStates(files, tenant, states);
}

const gone = (sellerId: string): SellerTaken => ({
  sellerId,
  text: '',
  rows: 0,
  asking: undefined,
  changesAt: undefined,
});

function changedStates(states: readonly SellerState[], taken: readonly SellerTaken[]): SellerState[] {
  const now = new Map(states.map((state) => [state.seller_id, state]));
  for (const seller of taken) {
    now.delete(seller.sellerId);
    const state = stateOf(seller);
    if (state !== undefined) now.set(seller.sellerId, state);
  }
  return inOrder([...now.values()]);
}

/** By shard, then by id, as sellers are read. */
export function inOrder(states: readonly SellerState[]): SellerState[] {
  return states
    .map((state) => [shardOf(state.seller_id), state] as const)
    .toSorted(([a, one], [b, other]) => a - b || (one.seller_id < other.seller_id ? -1 : 1))
    .map(([, state]) => state);
}
