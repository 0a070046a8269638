import * as z from 'zod/mini';
import type { Exposure } from '../rounds/exposure.ts';
import { toInstant } from '../domain/instant.ts';
import type { Message } from '../rounds/message.ts';
import type { Quarterly } from '../rounds/quarterly.ts';
import type { Round } from '../rounds/round.ts';
import type { SellerFact } from '../rounds/seller.ts';
import { readExposures } from './exposures.ts';
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

/** Reads a row of a shard.
 *  @throws RangeError naming the row and the field when it is not what this version writes */
export function readRow(tenant: string, item: Readonly<Record<string, unknown>>): StoredRow {
  const sk = String(item[TABLE.sortKey]);
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

export function readRoundRow(
  tenant: string,
  sellerId: string,
  recommendationId: string,
  item: Readonly<Record<string, unknown>>,
): Round {
  const { replies = {}, ttl, ...facts } = unversioned(roundRowSchema, item, 'round row');
  const versions = Object.values(replies).sort((a, b) => a.revision - b.revision);
  const reply = versions.at(-1);
  const exposures = readExposures(item);
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

function readSellerRow(item: Readonly<Record<string, unknown>>) {
  const { seller } = unversioned(sellerRowSchema, item, 'seller row');
  return { ...(seller && { seller }), exposures: readExposures(item) };
}

export function readQuarterlyRow(
  tenant: string,
  sellerId: string,
  waveId: string,
  item: Readonly<Record<string, unknown>>,
): Quarterly {
  return { tenant, sellerId, waveId, ...unversioned(quarterlyRowSchema, item, 'quarterly row') };
}

export function readMessageRow(
  tenant: string,
  sellerId: string,
  messageId: string,
  item: Readonly<Record<string, unknown>>,
): Message {
  return { tenant, sellerId, messageId, ...unversioned(messageRowSchema, item, 'message row') };
}

export function readContactRow(item: Readonly<Record<string, unknown>>): Contact {
  return unversioned(contactRowSchema, item, 'contact row');
}

export function readLinkRow(item: Readonly<Record<string, unknown>>): Link {
  return unversioned(linkRowSchema, item, 'link row');
}

function unversioned<Row extends { v: number }>(
  schema: z.ZodMiniType<Row>,
  item: Readonly<Record<string, unknown>>,
  what: string,
): Omit<Row, 'v'> {
  const { v: _version, ...row } = valid(schema, item, what);
  return row;
}

function valid<Row>(schema: z.ZodMiniType<Row>, item: unknown, what: string): Row {
  const read = z.safeParse(schema, item);
  if (read.success) return read.data;
  const fields = read.error.issues.map(({ path }) => path.join('.'));
  throw new RangeError(`${what} requires valid ${fields.join(', ')}`); // fields only: values are a seller's
}
