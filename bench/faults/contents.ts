import { paginateScan, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';

/** A row as it lies in a table. */
export type Row = Readonly<Record<string, AttributeValue>>;

export async function contents(client: DynamoDBClient, TableName: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true }))
    rows.push(...Items);
  return rows;
}

const AT_ONCE = 25;

/** Leaves exactly these rows in a table. */
export async function restore(client: DynamoDBClient, table: string, rows: readonly Row[]): Promise<void> {
  const gone = (await contents(client, table)).map(({ pk, sk }) => ({
    DeleteRequest: { Key: { pk, sk } } as never,
  }));
  const back = rows.map((row) => ({ PutRequest: { Item: { ...row } } }));
  for (const writes of [gone, back])
    for (let from = 0; from < writes.length; from += AT_ONCE)
      await client.send(
        new BatchWriteItemCommand({ RequestItems: { [table]: writes.slice(from, from + AT_ONCE) } }),
      );
}
