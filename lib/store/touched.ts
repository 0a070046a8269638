import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Instant } from '../domain/instant.ts';
import { attribute, expression, render, value } from './expression.ts';
import { readSortKey, shardPartition } from './key.ts';
import { patiently } from './retry.ts';
import { TABLE } from './table.ts';
import type { TableClient } from './table-client.ts';

/** Sellers of a shard of whom something was written at an instant or later, by the index: within a second or so of what was
 *  written last. */
export async function touchedSellers(
  { documents, name }: TableClient,
  tenant: string,
  shard: number,
  since: Instant,
): Promise<Set<string>> {
  const ofShard = expression`${attribute(TABLE.partitionKey)} = ${value(shardPartition(tenant, shard))}`;
  const { texts, ...attributes } = render(
    expression`${ofShard} and ${attribute(TABLE.touchedAt)} >= ${value(since)}`,
  );
  const sellers = new Set<string>();
  let from: Record<string, unknown> | undefined;
  do {
    const query = new QueryCommand({
      TableName: name,
      IndexName: TABLE.touchedIndex,
      KeyConditionExpression: texts[0],
      ...attributes,
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    });
    const page = await patiently(() => documents.send(query));
    for (const item of page.Items ?? []) {
      const named = readSortKey(String(item[TABLE.sortKey]));
      if (named !== undefined) sellers.add(named.sellerId);
    }
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return sellers;
}
