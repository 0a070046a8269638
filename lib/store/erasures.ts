import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Instant } from '../domain/instant.ts';
import { keyedHash, keyedHashes } from '../link/keyed-hash.ts';
import type { KeyRing } from '../link/key-ring.ts';
import { attribute, expression, value, type Expression } from './expression.ts';
import { ledgerKey } from './key.ts';
import { ledgerRowSchema, settled, type FileCounts, type LedgerRow } from './ledger-row.ts';
import { queryItems, readItem } from './read-item.ts';
import { isFailedCondition, patiently } from './retry.ts';
import { ROW_VERSION } from './row-schema.ts';
import { TABLE } from './table.ts';
import { tableClient, type TableClient } from './table-client.ts';
import { writeIf } from './write-if.ts';

/** An erasure as the ledger tells it. */
export interface Erasure {
  readonly hash: string; // keyed: nobody can tell whose without the roots
  readonly requestedAt: Instant;
  readonly rowsGoneAt?: Instant; // from here on only files may still name her
  readonly doneAt?: Instant;
  readonly rows: Readonly<Record<string, number>>; // deleted, by kind
  readonly later: Readonly<Record<string, number>>; // deleted again after a late write or a restore
  readonly files: FileCounts; // rewritten, by area
}

/** The ledger's erasures, from request to certificate. Counts are written before or together with what they count, so an
 *  interrupted erasure that is begun again counts nothing twice. */
export interface Erasures {
  /** Enters a seller: the first step of every erasure. A second time finds the first. */
  request(tenant: string, sellerId: string, now: Instant): Promise<Erasure>;
  find(tenant: string, sellerId: string): Promise<Erasure | undefined>;
  /** Erasures that are not done, or were only after `since`. */
  open(tenant: string, since: Instant): Promise<Erasure[]>;
  /** Says which file is about to lose how many of her lines. */
  begin(tenant: string, hash: string, file: { area: string; name: string; lines: number }): Promise<void>;
  /** Says that her rows are gone. */
  rowsGone(tenant: string, hash: string, now: Instant): Promise<Erasure>;
  finish(tenant: string, hash: string, now: Instant): Promise<Erasure>;
}

export function erasures(client: DynamoDBClient, name: string, ring: KeyRing): Erasures {
  const table = tableClient(client, name);
  const find = async (tenant: string, sellerId: string) => {
    for (const hash of keyedHashes(ring, tenant, sellerId)) {
      const row = await readRow(table, tenant, hash);
      if (row !== undefined) return erasureOf(hash, row);
    }
    return undefined;
  };
  return {
    find,
    request: async (tenant, sellerId, now) => {
      const known = await find(tenant, sellerId);
      if (known !== undefined) return known;
      const hash = keyedHash(ring, tenant, sellerId);
      await enter(table, tenant, hash, now);
      return existing(table, tenant, hash);
    },
    open: (tenant, since) => open(table, tenant, since),
    begin: (tenant, hash, file) => begin(table, tenant, hash, file),
    rowsGone: async (tenant, hash, now) => {
      await writeIf(table, ledgerKey(tenant, 'erased', hash), first('rowsGoneAt', now), THERE);
      return existing(table, tenant, hash);
    },
    finish: async (tenant, hash, now) => {
      const row = await rowOf(table, tenant, hash);
      const done = expression`${first('doneAt', now)}, ${attribute('files')} = ${value(settled(row))}`;
      await writeIf(
        table,
        ledgerKey(tenant, 'erased', hash),
        expression`${done} remove ${attribute('inHand')}`,
        THERE,
      );
      return existing(table, tenant, hash);
    },
  };
}

function first(name: string, now: Instant): Expression {
  return expression`set ${attribute(name)} = if_not_exists(${attribute(name)}, ${value(now)})`;
}

const THERE = expression`attribute_exists(${attribute(TABLE.partitionKey)})`;

async function enter(table: TableClient, tenant: string, hash: string, now: Instant): Promise<void> {
  const Item = { ...ledgerKey(tenant, 'erased', hash), v: ROW_VERSION, at: now, rows: {}, later: {} };
  const ConditionExpression = `attribute_not_exists(${TABLE.partitionKey})`;
  const put = new PutCommand({ TableName: table.name, Item, ConditionExpression });
  try {
    await patiently(() => table.documents.send(put));
  } catch (error) {
    if (!isFailedCondition(error)) throw error;
  }
}

async function open(table: TableClient, tenant: string, since: Instant): Promise<Erasure[]> {
  const ofTenant = expression`${attribute(TABLE.partitionKey)} = ${value(tenant)}`;
  const erased = expression`begins_with(${attribute(TABLE.sortKey)}, ${value(PREFIX)})`;
  const found: Erasure[] = [];
  for await (const item of queryItems(table, expression`${ofTenant} and ${erased}`)) {
    const row = parsed(item);
    if (row.doneAt === undefined || row.doneAt > since)
      found.push(erasureOf(String(item[TABLE.sortKey]).slice(PREFIX.length), row));
  }
  return found;
}

const PREFIX = 'erased#';

/** The file begun before is finished by now, unless it is the same one after an interruption. */
async function begin(
  table: TableClient,
  tenant: string,
  hash: string,
  { area, name, lines }: { area: string; name: string; lines: number },
): Promise<void> {
  const row = await rowOf(table, tenant, hash);
  const file = createHash('sha256').update(name).digest('hex').slice(0, 32);
  const again = row.inHand?.area === area && row.inHand.file === file;
  const files = again ? (row.files ?? {}) : settled(row);
  const set = expression`set ${attribute('files')} = ${value(files)}`;
  const inHand = expression`${attribute('inHand')} = ${value({ area, file, lines })}`;
  await writeIf(table, ledgerKey(tenant, 'erased', hash), expression`${set}, ${inHand}`, THERE);
}

async function readRow(table: TableClient, tenant: string, hash: string): Promise<LedgerRow | undefined> {
  const item = await readItem(table, ledgerKey(tenant, 'erased', hash));
  return item && parsed(item);
}

async function rowOf(table: TableClient, tenant: string, hash: string): Promise<LedgerRow> {
  const row = await readRow(table, tenant, hash);
  if (row === undefined) throw new RangeError('an erasure requires its ledger row; request it first');
  return row;
}

const existing = async (table: TableClient, tenant: string, hash: string) =>
  erasureOf(hash, await rowOf(table, tenant, hash));

function parsed(item: Readonly<Record<string, unknown>>): LedgerRow {
  const read = z.safeParse(ledgerRowSchema, item);
  if (read.success) return read.data;
  throw new RangeError(
    `ledger row requires valid ${read.error.issues.map(({ path }) => path.join('.')).join(', ')}`,
  );
}

function erasureOf(hash: string, row: LedgerRow): Erasure {
  const { at, rowsGoneAt, doneAt, rows = {}, later = {} } = row;
  return {
    hash,
    requestedAt: at,
    ...(rowsGoneAt && { rowsGoneAt }),
    ...(doneAt && { doneAt }),
    rows,
    later,
    files: settled(row),
  };
}
