import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../domain/instant.ts';
import { tenantKey } from './key.ts';
import { outboxId, outboxPut } from './outbox-put.ts';
import type { Message } from './outbox-row.ts';
import { ROW_VERSION } from './row-schema.ts';
import { TABLE } from './table.ts';
import { tableClient } from './table-client.ts';
import { transact } from './transact.ts';

/** `before`: it was given to the outbox at an earlier attempt, and may have gone out since. */
export type TellOnce = (tenant: string, message: Message, dueAt: Instant) => Promise<'told' | 'before'>;

/** Gives a message to the outbox once and never again: a row that was sent is gone, so a mark of its own stays behind,
 *  written with it. For what is announced by a job that may run twice and has no row of its own to write in the same
 *  transaction. */
export function tellOnce(client: DynamoDBClient, name: string): TellOnce {
  const table = tableClient(client, name);
  return async (tenant, message, dueAt) => {
    const id = outboxId(message);
    const Item = { ...tenantKey(tenant, 'TOLD', id), v: ROW_VERSION, at: dueAt };
    const ConditionExpression = `attribute_not_exists(${TABLE.partitionKey})`;
    const mark = { Put: { TableName: name, Item, ConditionExpression } };
    const write = [mark, outboxPut(name, tenant, message, dueAt)];
    return (await transact<'told' | 'before'>(table, write, ['told', 'before'])) ?? 'before';
  };
}
