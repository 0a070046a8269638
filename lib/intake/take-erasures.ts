import type { UpstreamEvent } from '../rounds/event.ts';
import { sideBySide } from '../store/side-by-side.ts';
import type { SellerEraser } from '../store/erase.ts';
import type { LedgerTable } from '../store/ledger-table.ts';
import type { Instant } from '../domain/instant.ts';

type Erasure = Extract<UpstreamEvent, { type: 'seller.erased' }>;

export interface ErasureParts {
  readonly eraser: Pick<SellerEraser, 'erase'>;
  readonly now: Instant;
}

const ERASED_AT_ONCE = 4;

export function isErasure(event: UpstreamEvent): event is Erasure {
  return event.type === 'seller.erased';
}

/** Erases the sellers that events ask to erase, from the ledger on to their last row. Their lines in files go before the
 *  next analysis. An event that comes twice finds nothing more to do. */
export async function takeErasures(
  events: readonly UpstreamEvent[],
  tenant: string,
  { eraser, now }: ErasureParts,
): Promise<void> {
  const sellers = [...new Set(events.filter(isErasure).map(({ data }) => data.sellerId))];
  await sideBySide(ERASED_AT_ONCE, sellers, (sellerId) => eraser.erase(tenant, sellerId, now));
}

/** A seller may be erased between the look into the ledger and the writing of what was sent about her. Her ledger row
 *  comes before her rows go, and this look comes after they were written: one of the two finds them. */
export async function eraseLate(
  sellers: readonly string[],
  tenant: string,
  { ledger, eraser, now }: ErasureParts & { readonly ledger: Pick<LedgerTable, 'among'> },
): Promise<void> {
  if (sellers.length === 0) return;
  const erased = await ledger.among(tenant, 'erased', sellers);
  await sideBySide(ERASED_AT_ONCE, [...erased], (sellerId) => eraser.erase(tenant, sellerId, now));
}
