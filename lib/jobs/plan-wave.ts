import type { Tenant } from '../domain/tenant.ts';
import { sendingsOf } from '../outreach/sendings.ts';
import type { Wave } from '../outreach/wave.ts';
import {
  FATES,
  questionFor,
  type Fate,
  type Question,
  type Rules,
  type Skip,
} from '../outreach/whom-to-ask.ts';
import type { FactsTable } from '../store/facts-table.ts';
import type { LedgerTable } from '../store/ledger-table.ts';

export interface PlanParts {
  readonly facts: Pick<FactsTable, 'readHistories'>;
  readonly ledger: Pick<LedgerTable, 'among'>;
  readonly tenant: Tenant;
  /** `mail`: sellers without an address are not asked. */
  readonly delivery: 'mail' | 'events';
}

/** A seller of a shard: what she is to be asked, or why not. */
export type Planned =
  | { readonly sellerId: string; readonly question: Question }
  | { readonly sellerId: string; readonly skip: Skip };

/** Whom a wave would ask, shard by shard; writes nothing. */
export function plannerOf(parts: PlanParts, wave: Wave): (shard: number) => Promise<Planned[]> {
  const { facts, ledger, tenant, delivery } = parts;
  const rules: Rules = { tenant, delivery, sendings: sendingsOf(wave.now, tenant.outreach) };
  return async (shard) => {
    const planned: Planned[] = [];
    for await (const history of facts.readHistories(tenant.id, shard)) {
      const { sellerId } = history;
      const found = questionFor(history, wave, rules);
      planned.push(typeof found === 'string' ? { sellerId, skip: found } : { sellerId, question: found });
    }
    return withoutRefusing(ledger, tenant.id, planned);
  };
}

/** The ledger knows what a restored table may have forgotten. */
async function withoutRefusing(
  ledger: PlanParts['ledger'],
  tenant: string,
  planned: readonly Planned[],
): Promise<Planned[]> {
  const sellers = planned.flatMap((each) => ('question' in each ? [each.sellerId] : []));
  if (sellers.length === 0) return [...planned];
  const [erased, optedOut] = await Promise.all([
    ledger.among(tenant, 'erased', sellers),
    ledger.among(tenant, 'optout', sellers),
  ]);
  return planned.map((each) => {
    const { sellerId } = each;
    if (erased.has(sellerId)) return { sellerId, skip: 'erased' };
    return optedOut.has(sellerId) ? { sellerId, skip: 'optedOut' } : each;
  });
}

/** Sellers by what became of them, each counted once. */
export type WaveCounts = { readonly sellers: number } & Readonly<Record<Fate, number>>;

export function countFates(fates: readonly Fate[]): WaveCounts {
  const of = (fate: Fate) => fates.filter((each) => each === fate).length;
  const counts = Object.fromEntries(FATES.map((fate) => [fate, of(fate)])) as Record<Fate, number>;
  return { sellers: fates.length, ...counts };
}
