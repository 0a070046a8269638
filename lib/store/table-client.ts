import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A table and the client that reaches it. */
export interface TableClient {
  readonly client: DynamoDBClient;
  readonly documents: DynamoDBDocumentClient;
  readonly name: string;
}

export function tableClient(client: DynamoDBClient, name: string): TableClient {
  return { name, client, documents: DynamoDBDocumentClient.from(client) };
}
