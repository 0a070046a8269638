import { addDays, type Instant } from '../domain/instant.ts';
import type { SellerEraser } from '../store/erase.ts';
import type { FactsTable } from '../store/facts-table.ts';
import type { LedgerTable } from '../store/ledger-table.ts';
import type { Outbox } from '../store/outbox.ts';
import { sideBySide } from '../store/side-by-side.ts';
import { SHARDS } from '../store/table.ts';

export interface ReplayParts {
  readonly facts: Pick<FactsTable, 'readShard' | 'optOut'>;
  readonly ledger: Pick<LedgerTable, 'among' | 'since'>;
  readonly eraser: Pick<SellerEraser, 'erase'>;
  readonly outbox: Pick<Outbox, 'all' | 'claim' | 'setAside'>;
  readonly now: Instant;
}

/** What a restored table held that the ledger knows better. */
export interface Replayed {
  readonly sellers: number;
  readonly erased: number;
  readonly optedOut: number;
  readonly setAside: number; // messages that may have gone out before
}

const SHARDS_AT_ONCE = 8;

/** Brings a facts table that was restored from an earlier copy up to the ledger: whoever was erased since goes again,
 *  whoever opted out is not asked again, and what may have been sent is not sent again. To be run before anything serves the table; safe to repeat. */
export async function replayLedger(parts: ReplayParts, tenant: string): Promise<Replayed> {
  const setAside = await setAsideMessages(parts, tenant);
  const shards = Array.from({ length: SHARDS }, (_, shard) => shard);
  const counts = await sideBySide(SHARDS_AT_ONCE, shards, (shard) => replayShard(parts, tenant, shard));
  const sum = (of: (counts: Counts) => number) => counts.reduce((total, each) => total + of(each), 0);
  return {
    sellers: sum(({ sellers }) => sellers),
    erased: sum(({ erased }) => erased),
    optedOut: sum(({ optedOut }) => optedOut),
    setAside,
  };
}

type Counts = Omit<Replayed, 'setAside'>;

/** Whatever the copy has as due may have gone out since it was made: nothing is sent twice by a restore. Nobody sends while
 *  this runs, so a claim in the copy is a dead sender's, or an earlier replay's that died. */
async function setAsideMessages({ outbox, now }: ReplayParts, tenant: string): Promise<number> {
  const lease = { by: 'replay', until: now };
  const allLeasesOver = addDays(now, 1);
  let count = 0;
  for await (const row of outbox.all(tenant)) {
    if (row.dueAt > now) continue;
    const claimed = await outbox.claim(tenant, row, lease, allLeasesOver);
    if (claimed === 'busy') continue;
    const why = 'restored: it may have gone out before';
    if (claimed === 'claimed') await outbox.setAside(tenant, row, lease, { state: 'uncertain', why, now });
    count += 1;
  }
  return count;
}

async function replayShard(
  { facts, ledger, eraser, now }: ReplayParts,
  tenant: string,
  shard: number,
): Promise<Counts> {
  const sellers = new Set<string>();
  for await (const { sellerId } of facts.readShard(tenant, shard)) sellers.add(sellerId);
  if (sellers.size === 0) return { sellers: 0, erased: 0, optedOut: 0 };
  const erased = await ledger.among(tenant, 'erased', sellers);
  for (const sellerId of erased) await eraser.erase(tenant, sellerId, now);
  const optedOut = [...(await ledger.among(tenant, 'optout', sellers))].filter((id) => !erased.has(id));
  for (const sellerId of optedOut)
    await facts.optOut(tenant, sellerId, (await ledger.since(tenant, 'optout', sellerId)) ?? now);
  return { sellers: sellers.size, erased: erased.size, optedOut: optedOut.length };
}
