import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { addDays, milliseconds, type Instant } from '../domain/instant.ts';
import { attribute, conditionalUpdate, expression, render, value, type Expression } from './expression.ts';
import { outboxPartition, outboxUntil, quarterlyKey, roundKey } from './key.ts';
import { outboxPut } from './outbox-put.ts';
import { keyOfRow, messageOf, readOutboxRow, type OutboxRow } from './outbox-row.ts';
import { queryItems } from './read-item.ts';
import { cancellationCodes, isFailedCondition, patiently } from './retry.ts';
import { OUTBOX_LANES, TABLE } from './table.ts';
import { tableClient, type TableClient } from './table-client.ts';
import { writeIf } from './write-if.ts';

/** Who sends, and until when nobody else may: `by` is new for every claim. */
export interface Lease {
  readonly by: string;
  readonly until: Instant;
}

/** What waits to go out, in 16 lanes. Of two that claim a message one gets it; who began to send and died leaves it
 *  `uncertain`, since nobody can tell whether it went out: it is listed and never sent again by itself. */
export interface Outbox {
  /** Rows of a lane (0 to 15) whose time has come, of every state, earliest first. */
  due(tenant: string, lane: number, now: Instant): AsyncIterable<OutboxRow>;
  /** Every row, whenever it is due. */
  all(tenant: string): AsyncIterable<OutboxRow>;
  /** `busy`: somebody else has it, or it is gone or set aside. A row whose sender died while sending becomes `uncertain`. */
  claim(
    tenant: string,
    row: OutboxRow,
    lease: Lease,
    now: Instant,
  ): Promise<'claimed' | 'uncertain' | 'busy'>;
  /** The last step before it is sent. @returns false when the claim was lost: it must not be sent */
  startSending(tenant: string, row: OutboxRow, lease: Lease): Promise<boolean>;
  /** It went out: the row goes, and the invitation says when it was first sent. */
  done(tenant: string, row: OutboxRow, lease: Lease, now: Instant): Promise<void>;
  /** It is not to go out any more: the row goes. */
  drop(tenant: string, row: OutboxRow, lease: Lease): Promise<void>;
  /** It did certainly not go out and may later. @param dueAt another instant than before, or it stays where it is */
  defer(tenant: string, row: OutboxRow, lease: Lease, dueAt: Instant): Promise<void>;
  /** Keeps a row for people to look at, for 91 days. */
  setAside(
    tenant: string,
    row: OutboxRow,
    lease: Lease,
    as: { state: 'uncertain' | 'failed'; why: string; now: Instant },
  ): Promise<void>;
}

export function outbox(client: DynamoDBClient, name: string): Outbox {
  const table = tableClient(client, name);
  return {
    due: (tenant, lane, now) => due(table, tenant, lane, now),
    all: (tenant) => all(table, tenant),
    claim: (tenant, row, lease, now) => claim(table, tenant, row, lease, now),
    startSending: (tenant, row, { by, until }) => {
      const set = expression`set ${STATE} = ${value('sending')}, ${UNTIL} = ${value(until)}`;
      return writeIf(table, keyOfRow(tenant, row), set, isMine(by, 'claimed', 'sending'));
    },
    done: (tenant, row, lease, now) => done(table, tenant, row, lease, now),
    drop: (tenant, row, { by }) => remove(table, tenant, row, isMine(by, 'claimed', 'sending')),
    defer: (tenant, row, lease, dueAt) => defer(table, tenant, row, lease, dueAt),
    setAside: async (tenant, row, { by }, { state, why, now }) => {
      const set = expression`set ${STATE} = ${value(state)}, ${attribute('why')} = ${value(why)}, ${keptFrom(now)}`;
      await writeIf(table, keyOfRow(tenant, row), set, isMine(by, 'claimed', 'sending', state));
    },
  };
}

const STATE = attribute('state');
const BY = attribute('claimedBy');
const UNTIL = attribute('leaseUntil');
const KEPT = 91; // days

function keptFrom(now: Instant): Expression {
  const seconds = Math.ceil(milliseconds(addDays(now, KEPT)) / 1000);
  return expression`${attribute(TABLE.timeToLive)} = ${value(seconds)}`;
}

function isMine(by: string, ...states: readonly OutboxRow['state'][]): Expression {
  const [first, ...rest] = states.map((state) => expression`${STATE} = ${value(state)}`);
  const either = rest.reduce((sum, each) => expression`${sum} or ${each}`, first ?? []);
  return expression`${BY} = ${value(by)} and (${either})`;
}

async function* due(table: TableClient, tenant: string, lane: number, now: Instant) {
  const { pk, before } = outboxUntil(tenant, lane, now);
  const ofLane = expression`${attribute(TABLE.partitionKey)} = ${value(pk)}`;
  const come = expression`${attribute(TABLE.sortKey)} < ${value(before)}`;
  for await (const item of queryItems(table, expression`${ofLane} and ${come}`)) yield readOutboxRow(item);
}

async function* all(table: TableClient, tenant: string) {
  for (let lane = 0; lane < OUTBOX_LANES; lane += 1) {
    const pk = value(outboxPartition(tenant, lane));
    for await (const item of queryItems(table, expression`${attribute(TABLE.partitionKey)} = ${pk}`))
      yield readOutboxRow(item);
  }
}

async function claim(
  table: TableClient,
  tenant: string,
  row: OutboxRow,
  { by, until }: Lease,
  now: Instant,
): Promise<'claimed' | 'uncertain' | 'busy'> {
  const over = expression`${UNTIL} <= ${value(now)}`;
  if (row.state === 'sending') {
    const why = attribute('why');
    const set = expression`set ${STATE} = ${value('uncertain')}, ${why} = ${value('its sender did not tell the end')}, ${keptFrom(now)}`;
    const died = expression`${STATE} = ${value('sending')} and ${over}`;
    return (await writeIf(table, keyOfRow(tenant, row), set, died)) ? 'uncertain' : 'busy';
  }
  const claims = attribute('claims');
  const taken = expression`${BY} = ${value(by)}, ${UNTIL} = ${value(until)}, ${claims} = ${claims} + ${value(1)}`;
  const free = expression`${STATE} = ${value('due')} or (${STATE} = ${value('claimed')} and ${over})`;
  // the SDK may repeat a write whose answer was lost: then the claim that stands is this one
  const either = expression`${free} or (${isMine(by, 'claimed')})`;
  const set = expression`set ${STATE} = ${value('claimed')}, ${taken}`;
  return (await writeIf(table, keyOfRow(tenant, row), set, either)) ? 'claimed' : 'busy';
}

async function done(
  table: TableClient,
  tenant: string,
  row: OutboxRow,
  { by }: Lease,
  now: Instant,
): Promise<void> {
  // it did go out, whatever a later sweep thought of it meanwhile
  const mine = isMine(by, 'sending', 'uncertain');
  if (row.kind !== 'invitation') return remove(table, tenant, row, mine);
  const [Key, sentAt, thisWave] =
    row.recommendationId === undefined
      ? [
          quarterlyKey(tenant, row.sellerId, row.waveId),
          attribute('sentAt'),
          expression`attribute_exists(${attribute('linkHash')})`,
        ]
      : [
          roundKey(tenant, row.sellerId, row.recommendationId),
          attribute('invitation', 'sentAt'),
          expression`${attribute('invitation', 'waveId')} = ${value(row.waveId)}`,
        ];
  const first = expression`set ${sentAt} = if_not_exists(${sentAt}, ${value(now)}), ${attribute(TABLE.touchedAt)} = ${value(now)}`;
  const update = { TableName: table.name, Key: { ...Key }, ...conditionalUpdate(first, thisWave) };
  const TransactItems = [{ Delete: conditionalDelete(table, tenant, row, mine) }, { Update: update }];
  try {
    await patiently(() => table.documents.send(new TransactWriteCommand({ TransactItems })));
  } catch (error) {
    const codes = cancellationCodes(error);
    if (!codes.includes('ConditionalCheckFailed')) throw error;
    // the round is gone or was asked again: then only the row goes
    if (codes[0] !== 'ConditionalCheckFailed') await remove(table, tenant, row, mine);
  }
}

async function defer(
  table: TableClient,
  tenant: string,
  row: OutboxRow,
  { by }: Lease,
  dueAt: Instant,
): Promise<void> {
  const mine = isMine(by, 'claimed', 'sending');
  if (dueAt === row.dueAt) {
    const set = expression`set ${STATE} = ${value('due')} remove ${BY}, ${UNTIL}`;
    await writeIf(table, keyOfRow(tenant, row), set, mine);
    return;
  }
  const { Put } = outboxPut(table.name, tenant, messageOf(row), dueAt);
  const moved = { Put: { ...Put, Item: { ...Put.Item, claims: row.claims + 1 } } };
  const TransactItems = [{ Delete: conditionalDelete(table, tenant, row, mine) }, moved];
  try {
    await patiently(() => table.documents.send(new TransactWriteCommand({ TransactItems })));
  } catch (error) {
    if (!cancellationCodes(error).includes('ConditionalCheckFailed')) throw error;
  }
}

function conditionalDelete(table: TableClient, tenant: string, row: OutboxRow, condition: Expression) {
  const { texts, ...attributes } = render(condition);
  return {
    TableName: table.name,
    Key: { ...keyOfRow(tenant, row) },
    ConditionExpression: texts[0],
    ...attributes,
  };
}

async function remove(table: TableClient, tenant: string, row: OutboxRow, condition: Expression) {
  const command = new DeleteCommand(conditionalDelete(table, tenant, row, condition));
  try {
    await patiently(() => table.documents.send(command));
  } catch (error) {
    if (!isFailedCondition(error)) throw error;
  }
}
