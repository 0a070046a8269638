import { questionKey, type LinkSubject } from './link-state.ts';
import { sellerKey } from './key.ts';
import { readItem } from './read-item.ts';
import { history, type SellerHistory } from './seller-history.ts';
import { readRow } from './stored-row.ts';
import type { TableClient } from './table-client.ts';

/** What a link asks about, and the seller's description: of a seller's history only what its page shows, in two reads at
 *  once, however long the history is. */
export async function readQuestion(
  table: TableClient,
  tenant: string,
  subject: LinkSubject,
): Promise<SellerHistory> {
  const keys = [questionKey(tenant, subject), sellerKey(tenant, subject.sellerId)];
  const items = await Promise.all(keys.map((key) => readItem(table, key)));
  return history(
    subject.sellerId,
    items.flatMap((item) => (item === undefined ? [] : [readRow(tenant, item)])),
  );
}
