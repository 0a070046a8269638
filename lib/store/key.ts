import { createHash } from 'node:crypto';
import type { Instant } from '../domain/instant.ts';
import { OUTBOX_LANES, SHARDS, TABLE } from './table.ts';

/** The only maker and reader of table keys. No part may hold the divider, so no id can reach into another's rows. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** What a row of a shard is about. */
export type RowName =
  | { readonly kind: 'round'; readonly sellerId: string; readonly recommendationId: string }
  | { readonly kind: 'seller'; readonly sellerId: string }
  | { readonly kind: 'contact'; readonly sellerId: string }
  | { readonly kind: 'quarterly'; readonly sellerId: string; readonly waveId: string }
  | { readonly kind: 'message'; readonly sellerId: string; readonly messageId: string };

/** Where a seller lives: the first 10 bits of SHA-256 of her id, 0 to 1023. */
export function shardOf(sellerId: string): number {
  return createHash('sha256').update(sellerId).digest().readUInt16BE(0) >> 6;
}

/** Partition of a tenant's shard.
 *  @throws RangeError unless shard is a whole number from 0 to 1023 */
export function shardPartition(tenant: string, shard: number): string {
  if (!Number.isInteger(shard) || shard < 0 || shard >= SHARDS)
    throw new RangeError(`shardPartition requires a shard from 0 to ${SHARDS - 1}`);
  return joined(tenant, String(shard).padStart(4, '0'));
}

export function roundKey(tenant: string, sellerId: string, recommendationId: string): Key {
  return key(sellerPartition(tenant, sellerId), joined(sellerId, 'R', recommendationId));
}

export function sellerKey(tenant: string, sellerId: string): Key {
  return key(sellerPartition(tenant, sellerId), joined(sellerId, 'S'));
}

export function contactKey(tenant: string, sellerId: string): Key {
  return key(sellerPartition(tenant, sellerId), joined(sellerId, 'C'));
}

export function quarterlyKey(tenant: string, sellerId: string, waveId: string): Key {
  return key(sellerPartition(tenant, sellerId), joined(sellerId, 'Q', waveId));
}

export function messageKey(tenant: string, sellerId: string, messageId: string): Key {
  return key(sellerPartition(tenant, sellerId), joined(sellerId, 'M', messageId));
}

/** What is waiting to go out, spread over partitions by its id.
 *  @param lane 0 to 15 */
export function outboxPartition(tenant: string, lane: number): string {
  if (!Number.isInteger(lane) || lane < 0 || lane >= OUTBOX_LANES)
    throw new RangeError(`outboxPartition requires a lane from 0 to ${OUTBOX_LANES - 1}`);
  return joined(tenant, 'OUT', String(lane));
}

export function outboxKey(tenant: string, dueAt: Instant, id: string): Key {
  const lane = createHash('sha256').update(id).digest().readUInt8(0) % OUTBOX_LANES;
  return key(outboxPartition(tenant, lane), joined(dueAt, id));
}

/** Where the rows of a lane end whose time has come: `before` stands after every id of that instant. */
export function outboxUntil(tenant: string, lane: number, now: Instant): { pk: string; before: string } {
  return { pk: outboxPartition(tenant, lane), before: `${joined(now)}$` };
}

/** The process registry, a wave's counts, the ledger page's reference groups, what was told: rows of the tenant as a whole. */
export function tenantKey(tenant: string, kind: 'PROC' | 'WAVE' | 'REF' | 'TOLD', id: string): Key {
  return key(joined(tenant, kind), joined(id));
}

export function linkKey(tenant: string, linkHash: string): Key {
  return key(joined(tenant, 'LINK', linkHash), 'LINK');
}

/** A row of the ledger table, whose partitions are tenants.
 *  @param hash the seller's keyed hash, hex */
export function ledgerKey(tenant: string, kind: 'erased' | 'optout', hash: string): Key {
  return key(joined(tenant), joined(kind, hash));
}

/** Partition and common start of the sort keys of everything about one seller. */
export function sellerPrefix(tenant: string, sellerId: string): { pk: string; prefix: string } {
  return { pk: sellerPartition(tenant, sellerId), prefix: `${joined(sellerId)}#` };
}

/** The kind and ids in a shard row's sort key; undefined for a kind this version does not know. */
export function readSortKey(sk: string): RowName | undefined {
  const [sellerId = '', kind, id, ...rest] = sk.split('#');
  if (rest.length > 0) return undefined;
  if (kind === 'R' && id) return { kind: 'round', sellerId, recommendationId: id };
  if (kind === 'Q' && id) return { kind: 'quarterly', sellerId, waveId: id };
  if (kind === 'M' && id) return { kind: 'message', sellerId, messageId: id };
  if (id !== undefined) return undefined;
  if (kind === 'S') return { kind: 'seller', sellerId };
  return kind === 'C' ? { kind: 'contact', sellerId } : undefined;
}

function sellerPartition(tenant: string, sellerId: string): string {
  return shardPartition(tenant, shardOf(sellerId));
}

function key(pk: string, sk: string): Key {
  return { [TABLE.partitionKey]: pk, [TABLE.sortKey]: sk };
}

function joined(...parts: readonly string[]): string {
  if (parts.some((part) => part === '' || part.includes('#')))
    throw new RangeError('a table key requires parts that are not empty and free of #');
  return parts.join('#');
}
