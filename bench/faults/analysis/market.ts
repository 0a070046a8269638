import { addDays, type Instant } from '../../../lib/domain/instant.ts';
import { intake } from '../../../lib/intake/intake.ts';
import { shardRanges } from '../../../lib/jobs/shard-range.ts';
import { marketplaceEvents } from '../../../lib/simulation/marketplace-events.ts';
import { sellerEraser } from '../../../lib/store/erase.ts';
import { factsTable } from '../../../lib/store/facts-table.ts';
import { ledgerTable } from '../../../lib/store/ledger-table.ts';
import type { SellerHistory } from '../../../lib/store/seller-history.ts';
import { instant, RING, TENANT } from '../../../test/survey/marketplace.ts';
import type { Tables } from '../../../test/tables.ts';
import type { Analysis } from './jobs.ts';

const NOW = instant('2026-11-23T02:00:00Z');

/** A small marketplace in a facts table, and the analysis of it. */
export async function smallMarket(
  { client, factsName, ledgerName }: Tables,
  sellers: number,
): Promise<Analysis> {
  const facts = factsTable(client, factsName);
  const ledger = ledgerTable(client, ledgerName, RING);
  const eraser = sellerEraser(client, { facts: factsName, ledger: ledgerName }, RING);
  const recommenders = ['replenishment', 'pricing'];
  const { events } = marketplaceEvents({
    tenant: TENANT.id,
    sellers,
    recommenders,
    weeks: 8,
    now: NOW,
    seed: 1,
    experiments: true,
  });
  await intake(
    events.map((value, place) => ({ place, value })),
    TENANT.id,
    { facts, ledger, eraser, now: NOW },
  );
  return {
    tenant: { ...TENANT, directions: { replenishment: 'up', pricing: 'down' } },
    cut: addDays(NOW, 1),
    ranges: shardRanges(512),
    facts: {
      ...facts,
      readHistories: remembered(facts.readHistories),
      touchedSellers: rememberedOne(facts.touchedSellers),
    },
    ledger,
    taken: new Map(),
    runId: '',
    permalink: '',
  };
}

/** Nothing is written to the facts meanwhile, and reading a thousand shards takes its time. */
function remembered(read: (tenant: string, shard: number) => AsyncIterable<SellerHistory>) {
  const known = new Map<number, readonly SellerHistory[]>();
  return async function* (tenant: string, shard: number): AsyncGenerator<SellerHistory> {
    const found = known.get(shard) ?? (await all(read(tenant, shard)));
    known.set(shard, found);
    yield* found;
  };
}

function rememberedOne<Found>(read: (tenant: string, shard: number, since: Instant) => Promise<Found>) {
  const known = new Map<string, Promise<Found>>();
  return (tenant: string, shard: number, since: Instant): Promise<Found> => {
    const found = known.get(`${shard} ${since}`) ?? read(tenant, shard, since);
    known.set(`${shard} ${since}`, found);
    return found;
  };
}

async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}
