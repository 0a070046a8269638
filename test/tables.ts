import {
  CreateTableCommand,
  DynamoDBClient,
  type CreateTableCommandInput,
  type DynamoDBClientConfig,
} from '@aws-sdk/client-dynamodb';
import type { Engine } from '../lib/local/running-engine.ts';
import { TABLE } from '../lib/store/table.ts';

/** Tables as the stacks make them, in an engine that ends with the test. */
export interface Tables {
  readonly engine: Engine;
  readonly client: DynamoDBClient;
  readonly factsName: string;
  readonly ledgerName: string;
}

/** A client for an engine on this machine. */
export function clientOf(
  engine: Pick<Engine, 'endpoint'>,
  settings: DynamoDBClientConfig = {},
): DynamoDBClient {
  return new DynamoDBClient({
    ...settings,
    endpoint: engine.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
}

const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });

const KEYS = {
  KeySchema: [
    { AttributeName: TABLE.partitionKey, KeyType: 'HASH' },
    { AttributeName: TABLE.sortKey, KeyType: 'RANGE' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
} as const;

const FACTS: Omit<CreateTableCommandInput, 'TableName'> = {
  ...KEYS,
  KeySchema: [...KEYS.KeySchema],
  AttributeDefinitions: [text(TABLE.partitionKey), text(TABLE.sortKey), text(TABLE.touchedAt)],
  GlobalSecondaryIndexes: [
    {
      IndexName: TABLE.touchedIndex,
      KeySchema: [
        { AttributeName: TABLE.partitionKey, KeyType: 'HASH' },
        { AttributeName: TABLE.touchedAt, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
};

const LEDGER: Omit<CreateTableCommandInput, 'TableName'> = {
  ...KEYS,
  KeySchema: [...KEYS.KeySchema],
  AttributeDefinitions: [text(TABLE.partitionKey), text(TABLE.sortKey)],
};

/** Makes the two tables in a running engine. */
export async function createTables(engine: Engine): Promise<Tables> {
  const client = clientOf(engine);
  await client.send(new CreateTableCommand({ TableName: 'facts', ...FACTS }));
  await client.send(new CreateTableCommand({ TableName: 'ledger', ...LEDGER }));
  return { engine, client, factsName: 'facts', ledgerName: 'ledger' };
}
