import { invitationId, mintToken } from '../link/token.ts';
import type { KeyRing } from '../link/key-ring.ts';
import { attribute, expression, value } from './expression.ts';
import { linkKey, outboxPartition, readSortKey, sellerPrefix, type Key } from './key.ts';
import { queryItems, readItem, type Item } from './read-item.ts';
import { sideBySide } from './side-by-side.ts';
import { OUTBOX_LANES, TABLE } from './table.ts';
import type { TableClient } from './table-client.ts';

/** Kinds of rows about a seller, in the order in which they are erased: first what leads to her, last what names her.
 *  `other`: a kind that this version does not know. */
export const HELD_KINDS = [
  'link',
  'outbox',
  'message',
  'quarterly',
  'other',
  'round',
  'contact',
  'seller',
] as const;
export type HeldKind = (typeof HELD_KINDS)[number];

/** A row about one seller, as it lies in the table. */
export interface HeldRow {
  readonly kind: HeldKind;
  readonly key: Key;
  readonly item: Item;
}

/** Every row about one seller, in the order of `HELD_KINDS`. Rows of links do not lie with her: their keys are made again
 *  from her rounds, for every issue of every link. */
export async function heldRows(
  table: TableClient,
  tenant: string,
  sellerId: string,
  ring: KeyRing,
): Promise<HeldRow[]> {
  const own = await ownRows(table, tenant, sellerId);
  const hashes = [...new Set(own.flatMap((row) => linkHashes(row, tenant, sellerId, ring)))];
  const links = await sideBySide(AT_ONCE, hashes, (hash) => heldLink(table, linkKey(tenant, hash)));
  const all = [...own, ...links.flat(), ...(await waiting(table, tenant, sellerId))];
  return all.sort((a, b) => HELD_KINDS.indexOf(a.kind) - HELD_KINDS.indexOf(b.kind));
}

const AT_ONCE = 8;

async function ownRows(table: TableClient, tenant: string, sellerId: string): Promise<HeldRow[]> {
  const { pk, prefix } = sellerPrefix(tenant, sellerId);
  const ofShard = expression`${attribute(TABLE.partitionKey)} = ${value(pk)}`;
  const ofSeller = expression`begins_with(${attribute(TABLE.sortKey)}, ${value(prefix)})`;
  const rows: HeldRow[] = [];
  for await (const item of queryItems(table, expression`${ofShard} and ${ofSeller}`)) {
    const key = keyOf(item);
    rows.push({ kind: readSortKey(key.sk)?.kind ?? 'other', key, item });
  }
  return rows;
}

async function heldLink(table: TableClient, key: Key): Promise<HeldRow[]> {
  const item = await readItem(table, key);
  return item === undefined ? [] : [{ kind: 'link', key, item }];
}

/** Hashes of all links that a round or questionnaire has had. */
function linkHashes({ kind, key, item }: HeldRow, tenant: string, sellerId: string, ring: KeyRing): string[] {
  const asked = kind === 'round' ? field(item, 'invitation') : kind === 'quarterly' ? item : undefined;
  const name = readSortKey(key.sk);
  const known = /[0-9a-f]{64}$/.exec(String(field(asked, 'linkHash')))?.[0];
  const waveId = name?.kind === 'quarterly' ? name.waveId : String(field(asked, 'waveId'));
  if (known === undefined || name === undefined) return [];
  const about = name.kind === 'round' ? name.recommendationId : ''; // a questionnaire is about no recommendation
  const invitation = invitationId(tenant, sellerId, about, waveId);
  const issues = Array.from({ length: Number(field(asked, 'issueNo')) || 1 }, (_, index) => index + 1);
  const minted = issues.flatMap((issueNo) =>
    // the number is part of the token, not of the hash
    ring.ids.map((keyId) => mintToken(ring, { id: tenant, number: 0 }, invitation, issueNo, keyId).linkHash),
  );
  return [known, ...minted];
}

async function waiting(table: TableClient, tenant: string, sellerId: string): Promise<HeldRow[]> {
  const lanes = Array.from({ length: OUTBOX_LANES }, (_, lane) => lane);
  const found = await sideBySide(AT_ONCE, lanes, async (lane) => {
    const rows: HeldRow[] = [];
    const ofLane = expression`${attribute(TABLE.partitionKey)} = ${value(outboxPartition(tenant, lane))}`;
    for await (const item of queryItems(table, ofLane))
      if (item['sellerId'] === sellerId) rows.push({ kind: 'outbox', key: keyOf(item), item });
    return rows;
  });
  return found.flat();
}

function keyOf(item: Item): Key {
  return { pk: String(item[TABLE.partitionKey]), sk: String(item[TABLE.sortKey]) };
}

function field(item: unknown, name: string): unknown {
  return typeof item === 'object' && item !== null
    ? Object.entries(item).find(([key]) => key === name)?.[1]
    : undefined;
}
