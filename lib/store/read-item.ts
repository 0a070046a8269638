import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { render, type Expression } from './expression.ts';
import type { Key } from './key.ts';
import { patiently } from './retry.ts';
import type { TableClient } from './table-client.ts';

export type Item = Readonly<Record<string, unknown>>;

/** One row as it stands now: a strongly consistent read. */
export async function readItem({ documents, name }: TableClient, key: Key): Promise<Item | undefined> {
  const get = new GetCommand({ TableName: name, Key: key, ConsistentRead: true });
  return (await patiently(() => documents.send(get))).Item;
}

/** All rows that a key condition names, page after page, strongly consistent, in the order of their sort keys. An empty
 *  page in the middle is not the end. */
export async function* queryItems({ documents, name }: TableClient, condition: Expression) {
  const { texts, ...attributes } = render(condition);
  let from: Record<string, unknown> | undefined;
  do {
    const query = new QueryCommand({
      TableName: name,
      KeyConditionExpression: texts[0],
      ...attributes,
      ConsistentRead: true,
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    });
    const page = await patiently(() => documents.send(query));
    yield* page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
