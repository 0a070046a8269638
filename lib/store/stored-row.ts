import * as z from 'zod/mini';
import type { Exposure } from '../rounds/exposure.ts';
import { toInstant } from '../domain/instant.ts';
import type { Message } from '../rounds/message.ts';
import type { Quarterly } from '../rounds/quarterly.ts';
import type { Round } from '../rounds/round.ts';
import type { SellerFact } from '../rounds/seller.ts';
import { isExposure, readExposures } from './exposures.ts';
import { readSortKey } from './key.ts';
import {
  contactRowSchema,
  linkRowSchema,
  messageRowSchema,
  quarterlyRowSchema,
  roundRowSchema,
  sellerRowSchema,
  type Contact,
  type Link,
} from './row-schema.ts';
import { TABLE } from './table.ts';
import { REFUSED } from './wire-reader.ts';
import { WireRow } from './wire-row.ts';

/** A row of a shard, read. */
export type StoredRow =
  | { readonly kind: 'round'; readonly sellerId: string; readonly round: Round }
  | {
      readonly kind: 'seller';
      readonly sellerId: string;
      readonly seller?: SellerFact;
      readonly exposures: readonly Exposure[];
    }
  | { readonly kind: 'contact'; readonly sellerId: string; readonly contact: Contact }
  | { readonly kind: 'quarterly'; readonly sellerId: string; readonly quarterly: Quarterly }
  | { readonly kind: 'message'; readonly sellerId: string; readonly message: Message };

/** A row as the document client gives it, or as it came over the wire. */
type Given = Readonly<Record<string, unknown>> | WireRow;

/** Reads a row of a shard.
 *  @throws RangeError naming the row and the field when it is not what this version writes */
export function readRow(tenant: string, item: Given): StoredRow {
  const sk = String(item instanceof WireRow ? item.textOf(TABLE.sortKey) : item[TABLE.sortKey]);
  const name = readSortKey(sk);
  if (name === undefined) throw new RangeError(`stored row ${sk} is of no known kind`);
  const { kind, sellerId } = name;
  switch (kind) {
    case 'round':
      return { kind, sellerId, round: readRoundRow(tenant, sellerId, name.recommendationId, item) };
    case 'seller':
      return { kind, sellerId, ...readSellerRow(item) };
    case 'contact':
      return { kind, sellerId, contact: readContactRow(item) };
    case 'quarterly':
      return { kind, sellerId, quarterly: readQuarterlyRow(tenant, sellerId, name.waveId, item) };
    case 'message':
      return { kind, sellerId, message: readMessageRow(tenant, sellerId, name.messageId, item) };
  }
}

export function readRoundRow(tenant: string, sellerId: string, recommendationId: string, item: Given): Round {
  const { replies = {}, ttl, ...facts } = unversioned(roundRowSchema, item, 'round row');
  const versions = Object.values(replies).sort((a, b) => a.revision - b.revision);
  const reply = versions.at(-1);
  const exposures = readExposures(exposuresIn(item));
  return {
    tenant,
    sellerId,
    recommendationId,
    ...facts,
    ...(ttl !== undefined && { keptUntil: toInstant(ttl * 1000) }),
    ...(reply === undefined ? {} : { reply, earlierReplies: versions.slice(0, -1) }),
    ...(exposures.length > 0 && { exposures }),
  };
}

function readSellerRow(item: Given) {
  const { seller } = unversioned(sellerRowSchema, item, 'seller row');
  return { ...(seller && { seller }), exposures: readExposures(exposuresIn(item)) };
}

export function readQuarterlyRow(tenant: string, sellerId: string, waveId: string, item: Given): Quarterly {
  return { tenant, sellerId, waveId, ...unversioned(quarterlyRowSchema, item, 'quarterly row') };
}

export function readMessageRow(tenant: string, sellerId: string, messageId: string, item: Given): Message {
  return { tenant, sellerId, messageId, ...unversioned(messageRowSchema, item, 'message row') };
}

export function readContactRow(item: Given): Contact {
  return unversioned(contactRowSchema, item, 'contact row');
}

export function readLinkRow(item: Given): Link {
  return unversioned(linkRowSchema, item, 'link row');
}

/** Few rows have any. */
function exposuresIn(item: Given): Readonly<Record<string, unknown>> {
  if (!(item instanceof WireRow)) return item;
  return item.names.some(isExposure) ? item.plain() : {};
}

function unversioned<Row extends { v: number }>(
  schema: z.ZodMiniType<Row>,
  item: Given,
  what: string,
): Omit<Row, 'v'> {
  const { v: _version, ...row } = valid(schema, item, what);
  return row;
}

function valid<Row>(schema: z.ZodMiniType<Row>, given: Given, what: string): Row {
  const taken = given instanceof WireRow ? given.read(schema) : REFUSED;
  if (taken !== REFUSED) return taken;
  const read = z.safeParse(schema, given instanceof WireRow ? given.plain() : given);
  if (read.success) return read.data;
  const fields = read.error.issues.map(({ path }) => path.join('.'));
  throw new RangeError(`${what} requires valid ${fields.join(', ')}`); // fields only: values are a seller's
}
