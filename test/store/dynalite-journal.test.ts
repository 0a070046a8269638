import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { startEngine } from '../../lib/local/engine.ts';
import { clientOf, createTables } from '../tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'journal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const key = (id: string) => ({ pk: { S: 't' }, sk: { S: id } });

it('dynalite takes back at its start what a crash cut short', async () => {
  const path = join(folder, 'db');
  const first = await startEngine({ name: 'dynalite', path });
  const { factsName: TableName } = await createTables(first);
  await first.stop();
  const journal = `${path}.level.undo`;
  const steps = [
    { operation: 'PutItem', input: { TableName, Item: { ...key('a'), n: { N: '1' } } } },
    { operation: 'DeleteItem', input: { TableName, Key: key('b') } },
  ];
  writeFileSync(journal, JSON.stringify(steps));
  const second = await startEngine({ name: 'dynalite', path });
  const client = clientOf(second);
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: key('a') }));
  client.destroy();
  await second.stop();
  expect(Item).toEqual({ ...key('a'), n: { N: '1' } });
  expect(existsSync(journal)).toBe(false);
});
