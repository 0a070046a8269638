import { describe, expect, it } from 'vitest';
import { GetItemCommand, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { enginesPresent } from '../../lib/local/engine.ts';
import { withTables } from '../engine.ts';

const key = (id: string) => ({ pk: { S: 't#0001' }, sk: { S: id } });

describe.each(enginesPresent())('the %s engine', (name) => {
  const tables = withTables({ name });

  it('keeps what was put', async () => {
    const { client, factsName: TableName } = tables();
    await client.send(new PutItemCommand({ TableName, Item: { ...key('a'), n: { N: '1' } } }));
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: key('a') }));
    expect(Item).toEqual({ ...key('a'), n: { N: '1' } });
  });

  it('does a transaction wholly or not at all, and says which action failed', async () => {
    const { client, factsName: TableName } = tables();
    const put = (id: string) => ({
      Put: { TableName, Item: key(id), ConditionExpression: 'attribute_not_exists(pk)' },
    });
    await client.send(new TransactWriteItemsCommand({ TransactItems: [put('b'), put('c')] }));
    const again = client.send(new TransactWriteItemsCommand({ TransactItems: [put('d'), put('c')] }));
    await expect(again).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    });
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: key('d') }));
    expect(Item).toBeUndefined();
  });
});
