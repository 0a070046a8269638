import { QueryCommand, type DynamoDBClient, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { patiently } from './retry.ts';

/** An attribute as DynamoDB writes it: `{"S": "text"}`, `{"M": {…}}`; unread. */
export type WireAttribute = unknown;
export type WireAttributes = Readonly<Record<string, WireAttribute>>;

const attributesSchema = z.custom<WireAttributes>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);
const pageSchema = z.object({
  Items: z.exactOptional(z.array(attributesSchema)),
  LastEvaluatedKey: z.exactOptional(z.record(z.string(), z.object({ S: z.string() }))),
});
type Page = z.infer<typeof pageSchema>;

/** The pages of a query as they come over the wire. The SDK signs, sends, retries and tells errors; what it would make of the
 *  answer itself (a copy of every attribute by its schema, one more for its log, and the document client's values) is left out. */
export async function* wirePages(
  client: DynamoDBClient,
  query: QueryCommandInput,
): AsyncGenerator<readonly WireAttributes[]> {
  let from: Page['LastEvaluatedKey'];
  do {
    const page = await patiently(() => send(client, { ...query, ...(from && { ExclusiveStartKey: from }) }));
    yield page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}

async function send(client: DynamoDBClient, query: QueryCommandInput): Promise<Page> {
  const command = new QueryCommand(query);
  let page: Page | undefined;
  // inside of the SDK's own deserializer and within its retries: an answer that breaks off is asked for again
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const answer = answerSchema.parse(result.response);
      if (answer.statusCode >= 300) return result; // an error, which the SDK reads
      page = pageSchema.parse(JSON.parse(await textOf(answer.body)));
      return { ...result, response: Object.assign(Object(result.response), { body: NOTHING }) };
    },
    { name: 'takePage', step: 'deserialize', priority: 'low' },
  );
  await client.send(command);
  if (page === undefined) throw new RangeError('wirePages requires a client that asks over HTTP');
  return page;
}

const NOTHING = new Uint8Array();

const answerSchema = z.object({
  statusCode: z.int(),
  body: z.custom<AsyncIterable<Uint8Array>>(
    (body) => typeof body === 'object' && body !== null && Symbol.asyncIterator in body,
  ),
});

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
