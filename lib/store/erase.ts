import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../domain/instant.ts';
import type { KeyRing } from '../link/key-ring.ts';
import { eraseRows } from './erase-rows.ts';
import { erasures, type Erasure, type Erasures } from './erasures.ts';
import { heldRows, type HeldRow } from './held-rows.ts';
import { tableClient } from './table-client.ts';

/** What the tables hold about one seller, and its end. */
export interface SellerEraser {
  /** Every row about her, in the order in which they go. */
  held(tenant: string, sellerId: string): Promise<HeldRow[]>;
  /** The part of an erasure that cannot wait: the ledger first, so that nothing comes back while the rest goes; then her
   *  links, then her rows. Begun again it goes on; after a restore it deletes, and counts apart, what came back. */
  erase(tenant: string, sellerId: string, now: Instant): Promise<Erasure>;
  readonly erasures: Erasures;
}

/** @param names of the tables, which one client must reach: rows and their count go in one transaction */
export function sellerEraser(
  client: DynamoDBClient,
  names: { readonly facts: string; readonly ledger: string },
  ring: KeyRing,
): SellerEraser {
  const facts = tableClient(client, names.facts);
  const ledger = { ...facts, name: names.ledger };
  const entries = erasures(client, names.ledger, ring);
  return {
    erasures: entries,
    held: (tenant, sellerId) => heldRows(facts, tenant, sellerId, ring),
    erase: async (tenant, sellerId, now) => {
      const { hash, rowsGoneAt } = await entries.request(tenant, sellerId, now);
      const tally = rowsGoneAt === undefined ? 'rows' : 'later';
      await eraseRows({ facts, ledger, ring }, tenant, { sellerId, hash }, tally);
      return entries.rowsGone(tenant, hash, now);
    },
  };
}
