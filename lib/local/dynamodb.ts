import { Agent, request as httpRequest } from 'node:http';
import { TABLE } from '../store/table.ts';
import { type Answer, type Call, type Service, demand } from './endpoint.ts';
import { type JsonObject, isObject, list, object, parseObject, text } from './json.ts';
import type { Gate } from './policy.ts';

type Need = readonly [action: string, resource: string, leadingKey?: string | undefined];

/** DynamoDB: the embedded engine behind a check of every call.
 *  @param tables the common start of table ARNs, `arn:aws:dynamodb:<region>:<account>:table/` */
export function dynamodb(engine: string, tables: string, gate: Gate): Service {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return async (call, operation) => {
    for (const [action, resource, leadingKey] of needs(
      operation,
      parseObject(call.body.toString('utf8'), operation),
      tables,
    ))
      demand(
        gate.allows(call.caller, action, resource, leadingKey),
        call,
        action,
        resource,
        'AccessDeniedException',
      );
    return forward(engine, call, agent);
  };
}

/** What IAM asks for an operation: transactions count as the writes in them, a query on an index as one on the index. */
function needs(operation: string, input: JsonObject, tables: string): readonly Need[] {
  const on = (name: string, table: string, key?: string): Need => [
    `dynamodb:${name}`,
    `${tables}${table}`,
    key,
  ];
  const writeOf = (kind: string, action: JsonObject) =>
    on(kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`, tableIn(action), keyIn(action));
  if (operation === 'TransactWriteItems' || operation === 'TransactGetItems')
    return list(input['TransactItems'], operation).flatMap((item) =>
      Object.entries(object(item, 'TransactItems')).map(([kind, action]) =>
        writeOf(kind, object(action, kind)),
      ),
    );
  if (operation === 'BatchWriteItem' || operation === 'BatchGetItem')
    return Object.keys(object(input['RequestItems'], operation)).map((table) => on(operation, table));
  if (operation === 'ListTables') return [on(operation, '*')];
  const index = typeof input['IndexName'] === 'string' ? `/index/${input['IndexName']}` : '';
  return [on(operation, tableIn(input) + index, keyIn(input))];
}

function tableIn(input: JsonObject): string {
  return isObject(input) ? text(input['TableName'], 'TableName') : '';
}

/** The partition that a call on one row is about. */
function keyIn({ Key, Item = Key }: JsonObject): string | undefined {
  const pk = isObject(Item) ? Item[TABLE.partitionKey] : undefined;
  const written = isObject(pk) ? pk['S'] : undefined;
  return typeof written === 'string' ? written : undefined;
}

/** The engine sees one caller, since it may keep tables apart by access key. */
function forward(engine: string, { caller, method, headers, body }: Call, agent: Agent): Promise<Answer> {
  const authorization = headers.authorization?.replace(`Credential=${caller}/`, 'Credential=local/');
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      engine,
      { method, agent, headers: { ...headers, authorization, host: new URL(engine).host } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk) => chunks.push(chunk)).on('error', reject);
        answer.on('end', () => {
          const kept = ['content-type', 'x-amz-crc32'].flatMap((name) => {
            const value = answer.headers[name];
            return typeof value === 'string' ? [[name, value] as const] : [];
          });
          resolve({
            status: answer.statusCode ?? 500,
            headers: Object.fromEntries(kept),
            body: Buffer.concat(chunks),
          });
        });
      },
    );
    sent.on('error', reject).end(body);
  });
}
