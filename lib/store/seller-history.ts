import type { Exposure } from '../rounds/exposure.ts';
import type { Message } from '../rounds/message.ts';
import type { Quarterly } from '../rounds/quarterly.ts';
import type { Round } from '../rounds/round.ts';
import type { SellerFact } from '../rounds/seller.ts';
import type { Contact } from './row-schema.ts';
import type { StoredRow } from './stored-row.ts';

/** Everything stored about one seller. */
export interface SellerHistory {
  readonly sellerId: string;
  readonly seller?: SellerFact;
  /** To processes, from each on: not in one round alone; in the order of (at, id). */
  readonly exposures?: readonly Exposure[];
  readonly contact?: Contact;
  readonly rounds: readonly Round[]; // in the order of recommendation ids
  readonly quarterlies?: readonly Quarterly[]; // in the order of wave ids
  readonly messages?: readonly Message[]; // in the order of their ids
}

/** Puts one seller's rows together. */
export function history(sellerId: string, rows: readonly StoredRow[]): SellerHistory {
  const rounds = rows.flatMap((row) => (row.kind === 'round' ? [row.round] : []));
  const described = rows.find((row) => row.kind === 'seller');
  const { seller, exposures = [] } = described ?? {};
  const contact = rows.find((row) => row.kind === 'contact')?.contact;
  const quarterlies = rows.flatMap((row) => (row.kind === 'quarterly' ? [row.quarterly] : []));
  const messages = rows.flatMap((row) => (row.kind === 'message' ? [row.message] : []));
  return {
    sellerId,
    rounds,
    ...(seller && { seller }),
    ...(exposures.length > 0 && { exposures }),
    ...(contact && { contact }),
    ...(quarterlies.length > 0 && { quarterlies }),
    ...(messages.length > 0 && { messages }),
  };
}

/** Rows in the order of sort keys, a seller at a time: only one seller's rows are held. */
export async function* histories(rows: AsyncIterable<StoredRow>): AsyncGenerator<SellerHistory> {
  let held: StoredRow[] = [];
  for await (const row of rows) {
    const [first] = held;
    if (first !== undefined && first.sellerId !== row.sellerId) {
      yield history(first.sellerId, held);
      held = [];
    }
    held.push(row);
  }
  const [first] = held;
  if (first !== undefined) yield history(first.sellerId, held);
}
