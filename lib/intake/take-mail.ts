import type { Instant } from '../domain/instant.ts';
import type { UpstreamEvent } from '../rounds/event.ts';
import type { FactsTable } from '../store/facts-table.ts';
import type { LedgerTable } from '../store/ledger-table.ts';

export interface MailParts {
  readonly facts: Pick<FactsTable, 'silence' | 'optOut'>;
  readonly ledger: Pick<LedgerTable, 'add'>;
  readonly now: Instant;
}

/** No mail goes where one came back for good, or was called unwanted; who calls it unwanted has opted out, in the ledger
 *  first, so that no restored table asks her again. A box that was only full changes nothing. */
export async function takeMail(
  events: readonly UpstreamEvent[],
  tenant: string,
  { facts, ledger, now }: MailParts,
): Promise<void> {
  for (const event of events) {
    if (event.type === 'mail.bounced' && event.data.permanent)
      await facts.silence(tenant, event.data.sellerId, 'bouncedAt', event.time, now);
    if (event.type !== 'mail.complained') continue;
    const { sellerId } = event.data;
    await ledger.add(tenant, 'optout', sellerId, now);
    await facts.silence(tenant, sellerId, 'complainedAt', event.time, now);
    await facts.optOut(tenant, sellerId, now);
  }
}
