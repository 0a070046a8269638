import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  RestoreTableToPointInTimeCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, type BatchWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { type Instant, milliseconds, toInstant } from '../domain/instant.ts';
import type { Item } from './read-item.ts';
import { patiently } from './retry.ts';
import { tableClient } from './table-client.ts';
import { tableRows } from './table-rows.ts';

const HOURS = 3600;

/** A table with the same keys and indexes, and the rows that stand now. */
export async function copyTable(client: DynamoDBClient, from: string, to: string): Promise<void> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: from }));
  const indexes = Table?.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
    IndexName,
    KeySchema,
    Projection,
  }));
  await client.send(
    new CreateTableCommand({
      TableName: to,
      KeySchema: Table?.KeySchema,
      AttributeDefinitions: Table?.AttributeDefinitions,
      BillingMode: 'PAY_PER_REQUEST',
      ...(indexes !== undefined && indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: HOURS, minDelay: 1 }, { TableName: to });
  for await (const page of tableRows(client, from).pages())
    for (let at = 0; at < page.length; at += MOST) await putAll(client, to, page.slice(at, at + MOST));
}

const MOST = 25; // puts of a batch

async function putAll(client: DynamoDBClient, name: string, items: readonly Item[]): Promise<void> {
  const { documents } = tableClient(client, name);
  let RequestItems: BatchWriteCommandInput['RequestItems'] = {
    [name]: items.map((Item) => ({ PutRequest: { Item: { ...Item } } })),
  };
  while (RequestItems !== undefined && Object.keys(RequestItems).length > 0) {
    const batch: BatchWriteCommandInput = { RequestItems };
    RequestItems = (await patiently(() => documents.send(new BatchWriteCommand(batch)))).UnprocessedItems;
  }
}

/** Restores a table as it stood at an instant into a new one, and waits until it is there: minutes to hours.
 *  @param at absent: as late as can be
 *  @returns the instant */
export async function restoreTable(
  client: DynamoDBClient,
  { from, to, at }: { readonly from: string; readonly to: string; readonly at?: Instant | undefined },
): Promise<Instant> {
  const backups = await client.send(new DescribeContinuousBackupsCommand({ TableName: from }));
  const { PointInTimeRecoveryDescription: latest } = backups.ContinuousBackupsDescription ?? {};
  const then = at ?? toInstant(latest?.LatestRestorableDateTime?.getTime() ?? NaN);
  await client.send(
    new RestoreTableToPointInTimeCommand({
      SourceTableName: from,
      TargetTableName: to,
      RestoreDateTime: new Date(milliseconds(then)),
    }),
  );
  await waitUntilTableExists(
    { client, maxWaitTime: 12 * HOURS, minDelay: 10, maxDelay: 60 },
    { TableName: to },
  );
  return then;
}

/** Nothing happens where there is none. */
export async function dropTable(client: DynamoDBClient, name: string): Promise<void> {
  try {
    await client.send(new DeleteTableCommand({ TableName: name }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
}
