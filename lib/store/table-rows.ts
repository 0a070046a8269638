import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  ScanCommand,
  type ScanCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import type { Item } from './read-item.ts';
import { patiently } from './retry.ts';
import { sideBySide } from './side-by-side.ts';
import { TABLE } from './table.ts';
import { tableClient, type TableClient } from './table-client.ts';

/** All rows of a table as they are stored, for looking at it as a whole. */
export interface TableRows {
  pages(): AsyncIterable<readonly Item[]>;
  /** The rows that have the same keys, those that are there, by `nameOfRow`. */
  matching(rows: readonly Item[]): Promise<ReadonlyMap<string, Item>>;
}

export function tableRows(client: DynamoDBClient, name: string): TableRows {
  const table = tableClient(client, name);
  return { pages: () => pages(table), matching: (rows) => matching(table, rows) };
}

export const nameOfRow = (row: Item): string => `${row[TABLE.partitionKey]}\n${row[TABLE.sortKey]}`;

async function* pages({ documents, name }: TableClient): AsyncGenerator<readonly Item[]> {
  let from: Record<string, unknown> | undefined;
  do {
    const scan = { TableName: name, ConsistentRead: true, ...(from && { ExclusiveStartKey: from }) };
    const page: ScanCommandOutput = await patiently(() => documents.send(new ScanCommand(scan)));
    yield page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}

const MOST = 100; // keys of a batch
const AT_ONCE = 8;

async function matching(table: TableClient, rows: readonly Item[]): Promise<ReadonlyMap<string, Item>> {
  const chunks = Array.from({ length: Math.ceil(rows.length / MOST) }, (_, index) =>
    rows.slice(index * MOST, (index + 1) * MOST),
  );
  const found = await sideBySide(AT_ONCE, chunks, (chunk) => matchingOf(table, chunk));
  return new Map(found.flat().map((row) => [nameOfRow(row), row]));
}

async function matchingOf({ documents, name }: TableClient, rows: readonly Item[]): Promise<Item[]> {
  const found: Item[] = [];
  let Keys: Record<string, unknown>[] | undefined = rows.map((row) => ({
    [TABLE.partitionKey]: row[TABLE.partitionKey],
    [TABLE.sortKey]: row[TABLE.sortKey],
  }));
  while (Keys !== undefined && Keys.length > 0) {
    const batch = new BatchGetCommand({ RequestItems: { [name]: { Keys, ConsistentRead: true } } });
    const page: BatchGetCommandOutput = await patiently(() => documents.send(batch));
    found.push(...(page.Responses?.[name] ?? []));
    Keys = page.UnprocessedKeys?.[name]?.Keys;
  }
  return found;
}
