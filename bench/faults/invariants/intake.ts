import type { Invariant } from './view.ts';

/** R7: one bad record blocks nothing: it is refused with a reason, and everything else is taken, unless it is about a seller
 *  who was erased. What the queue set aside it had tried, and its reason stands beside it. */
export const poisonBlocksNothing: Invariant = ({ ended, erased }) => {
  const { told, seen } = ended.world;
  const came = new Set(ended.delivered);
  const wrong = told.flatMap(({ poison, event }, index) => {
    const reason = seen.refused.get(index);
    if (poison)
      return came.has(index) && (seen.accepted.has(index) || !reason)
        ? [`poison ${index} was not refused`]
        : [];
    if (reason === undefined || erased.has(sellerIn(event))) return [];
    return [`event ${index} was refused: ${reason}`];
  });
  const due = ended.delivered.filter((index) => !seen.accepted.has(index) && !seen.refused.has(index));
  const aside = seen.setAside.filter(({ reason, receives }) => reason === '' || receives < 5);
  return [
    ...wrong,
    ...due.map((index) => `event ${index} was never taken`),
    ...aside.map(({ reason }) => `set aside too early or without reason: ${reason}`),
  ];
};

/** R9: no write path has a row that everybody writes: partitions are shards, links, lanes of the outbox, and of the tenant as
 *  a whole only the registry and the counts of waves. And none leaves the tenant. */
export const writesAreSpread: Invariant = ({ ended }) => {
  const { seen, tenant } = ended.world;
  const known = new RegExp(`^${tenant.id}(#(\\d{4}|OUT#\\d{1,2}|LINK#[0-9a-f]{64}|PROC|WAVE))?$`);
  const others = [...seen.partitions.keys()].filter((pk) => !known.test(pk));
  return [...others, ...seen.strays].map((pk) => `a write to ${pk}`);
};

function sellerIn(event: unknown): string {
  const data = typeof event === 'object' && event !== null && 'data' in event ? event.data : undefined;
  const id = typeof data === 'object' && data !== null && 'sellerId' in data ? data.sellerId : undefined;
  return typeof id === 'string' ? id : '';
}
