import { ScanCommand, type ScanCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { addDays, type Instant } from '../domain/instant.ts';
import { attribute, expression, render, value } from './expression.ts';
import { patiently } from './retry.ts';
import { linkRowSchema } from './row-schema.ts';
import { TABLE } from './table.ts';
import { tableClient } from './table-client.ts';

/** Links by what the end of their key would take from their sellers. */
export interface SignedLinks {
  readonly open: number; // can be answered
  readonly stops: number; // closed within 30 days: the stop in a mail must still work (15 U.S.C. 7704(a)(3)(A)(ii))
  readonly lastClosesAt?: Instant;
}

const STOPS = 30; // days

/** How many links each key has signed that are still of use, over all tenants: reads the whole table once. */
export async function signedLinks(
  client: DynamoDBClient,
  tableName: string,
  now: Instant,
): Promise<ReadonlyMap<number, SignedLinks>> {
  const { documents, name } = tableClient(client, tableName);
  const isLink = expression`${attribute(TABLE.sortKey)} = ${value('LINK')}`;
  const useful = expression`${attribute('status')} = ${value('open')} and ${attribute('expiresAt')} > ${value(addDays(now, -STOPS))}`;
  const { texts, ...attributes } = render(expression`${isLink} and ${useful}`);
  const byKey = new Map<number, SignedLinks>();
  let from: Record<string, unknown> | undefined;
  do {
    const scan = new ScanCommand({
      TableName: name,
      FilterExpression: texts[0],
      ...attributes,
      ConsistentRead: true,
      ...(from && { ExclusiveStartKey: from }),
    });
    const page: ScanCommandOutput = await patiently(() => documents.send(scan));
    for (const item of page.Items ?? []) {
      const { keyId, expiresAt } = linkRowSchema.parse(item);
      byKey.set(keyId, withLink(byKey.get(keyId), expiresAt, now));
    }
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return byKey;
}

function withLink(links: SignedLinks = { open: 0, stops: 0 }, closesAt: Instant, now: Instant): SignedLinks {
  const isOpen = closesAt > now;
  const { open, stops, lastClosesAt = closesAt } = links;
  return {
    open: open + Number(isOpen),
    stops: stops + Number(!isOpen),
    lastClosesAt: closesAt > lastClosesAt ? closesAt : lastClosesAt,
  };
}
