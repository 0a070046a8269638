import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { Resource } from './assembly.ts';
import type { Resolve } from './intrinsics.ts';
import { isObject, object } from './json.ts';
import { nameOf } from './names.ts';

const GLOBAL = 'AWS::DynamoDB::GlobalTable';

/** Creates the template's tables in the engine, those that are not there yet. */
export async function createTables(
  engine: string,
  resources: readonly Resource[],
  resolve: Resolve,
): Promise<void> {
  const client = new DynamoDBClient({
    endpoint: engine,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const tables = resources.filter(({ type }) => type === GLOBAL || type === 'AWS::DynamoDB::Table');
  for (const table of tables) await createTable(client, table, resolve);
  client.destroy();
}

async function createTable(client: DynamoDBClient, table: Resource, resolve: Resolve): Promise<void> {
  const properties = object(resolve(table.stack, table.properties), table.id);
  const TableName = nameOf(table);
  const kept = [
    'AttributeDefinitions',
    'KeySchema',
    'BillingMode',
    'GlobalSecondaryIndexes',
    'LocalSecondaryIndexes',
  ];
  const input = Object.fromEntries(
    kept.flatMap((name) => (name in properties ? [[name, properties[name]]] : [])),
  );
  try {
    // The engine itself is the parser: it refuses key schemas and attributes that DynamoDB refuses.
    await client.send(new CreateTableCommand({ TableName, ...input } as CreateTableCommandInput));
  } catch (error) {
    if (error instanceof ResourceInUseException) return; // kept from an earlier start
    throw error;
  }
  const timeToLive = properties['TimeToLiveSpecification'];
  if (!isObject(timeToLive)) return;
  const setting = {
    AttributeName: String(timeToLive['AttributeName']),
    Enabled: timeToLive['Enabled'] === true,
  };
  await client
    .send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: setting }))
    // the pure JavaScript engine has no TTL; nothing depends on it, because expiry is compared on every read
    .catch((error) => {
      if (error?.name !== 'UnknownOperationException') throw error;
    });
}
