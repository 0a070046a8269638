import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, PutCommand, type BatchGetCommandOutput } from '@aws-sdk/lib-dynamodb';
import { parseInstant, type Instant } from '../domain/instant.ts';
import { keyedHash, keyedHashes } from '../link/keyed-hash.ts';
import type { KeyRing } from '../link/key-ring.ts';
import { ledgerKey } from './key.ts';
import { readItem } from './read-item.ts';
import { isFailedCondition, patiently } from './retry.ts';
import { ROW_VERSION } from './row-schema.ts';
import { sideBySide } from './side-by-side.ts';
import { TABLE } from './table.ts';
import { tableClient, type TableClient } from './table-client.ts';

export type LedgerKind = 'erased' | 'optout';

/** Who asked to be forgotten and who asked not to be written to, as keyed hashes: without the key ring's roots nobody can
 *  tell who they are. Kept apart from the facts, so that restoring those brings nobody back. */
export interface LedgerTable {
  has(tenant: string, kind: LedgerKind, sellerId: string): Promise<boolean>;
  /** Which of many sellers are there. */
  among(tenant: string, kind: LedgerKind, sellerIds: Iterable<string>): Promise<ReadonlySet<string>>;
  /** Since when a seller is there. */
  since(tenant: string, kind: LedgerKind, sellerId: string): Promise<Instant | undefined>;
  /** Enters a seller; a second time changes nothing. */
  add(tenant: string, kind: LedgerKind, sellerId: string, now: Instant): Promise<void>;
}

const KEYS = 100; // the most a batch read takes
const READS_AT_ONCE = 4;

export function ledgerTable(client: DynamoDBClient, name: string, ring: KeyRing): LedgerTable {
  const table = tableClient(client, name);
  const among = async (tenant: string, kind: LedgerKind, sellerIds: Iterable<string>) => {
    const sellerOf = new Map<string, string>();
    for (const sellerId of new Set(sellerIds))
      for (const hash of keyedHashes(ring, tenant, sellerId))
        sellerOf.set(ledgerKey(tenant, kind, hash).sk, sellerId);
    const found = await present(table, tenant, [...sellerOf.keys()]);
    return new Set(found.flatMap((sk) => sellerOf.get(sk) ?? []));
  };
  return {
    among,
    has: async (tenant, kind, sellerId) => (await among(tenant, kind, [sellerId])).has(sellerId),
    add: async (tenant, kind, sellerId, now) => {
      const key = ledgerKey(tenant, kind, keyedHash(ring, tenant, sellerId));
      const Item = { ...key, v: ROW_VERSION, at: now };
      const ConditionExpression = `attribute_not_exists(${TABLE.partitionKey})`;
      await putIfAbsent(table, new PutCommand({ TableName: name, Item, ConditionExpression }));
    },
    since: async (tenant, kind, sellerId) => {
      const entries = await Promise.all(
        keyedHashes(ring, tenant, sellerId).map((hash) => readItem(table, ledgerKey(tenant, kind, hash))),
      );
      const instants = entries.flatMap((entry) => parseInstant(String(entry?.['at'])) ?? []);
      return instants.sort()[0];
    },
  };
}

async function putIfAbsent({ documents }: TableClient, put: PutCommand): Promise<void> {
  try {
    await patiently(() => documents.send(put));
  } catch (error) {
    if (!isFailedCondition(error)) throw error;
  }
}

async function present(table: TableClient, tenant: string, sks: readonly string[]): Promise<string[]> {
  const chunks = Array.from({ length: Math.ceil(sks.length / KEYS) }, (_, index) =>
    sks.slice(index * KEYS, (index + 1) * KEYS),
  );
  const found = await sideBySide(READS_AT_ONCE, chunks, (chunk) => presentIn(table, tenant, chunk));
  return found.flat();
}

async function presentIn({ documents, name }: TableClient, tenant: string, sks: readonly string[]) {
  const found: string[] = [];
  let Keys: Record<string, unknown>[] | undefined = sks.map((sk) => ({
    [TABLE.partitionKey]: tenant,
    [TABLE.sortKey]: sk,
  }));
  while (Keys !== undefined && Keys.length > 0) {
    const wanted = { Keys, ConsistentRead: true, ProjectionExpression: TABLE.sortKey };
    const batch = new BatchGetCommand({ RequestItems: { [name]: wanted } });
    const page: BatchGetCommandOutput = await patiently(() => documents.send(batch));
    found.push(...(page.Responses?.[name] ?? []).map((item) => String(item[TABLE.sortKey])));
    Keys = page.UnprocessedKeys?.[name]?.Keys;
  }
  return found;
}
