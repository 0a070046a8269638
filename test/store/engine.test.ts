import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, it } from 'vitest';
import { enginesPresent, startEngine } from '../../lib/local/engine.ts';
import type { EngineName } from '../../lib/local/running-engine.ts';
import { withTables } from '../engine.ts';
import { clientOf } from '../tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'engine-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const key = (id: string) => ({ pk: { S: 't#0001' }, sk: { S: id } });

describe.each(enginesPresent())('the %s engine', (name) => {
  const tables = withTables({ name });

  it('keeps what was put', async () => {
    const { client, factsName: TableName } = tables();
    await client.send(new PutItemCommand({ TableName, Item: { ...key('a'), n: { N: '1' } } }));
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: key('a') }));
    expect(Item).toEqual({ ...key('a'), n: { N: '1' } });
  });

  it('does a transaction wholly or not at all, and says which action failed', async () => {
    const { client, factsName: TableName } = tables();
    const put = (id: string) => ({
      Put: { TableName, Item: key(id), ConditionExpression: 'attribute_not_exists(pk)' },
    });
    await client.send(new TransactWriteItemsCommand({ TransactItems: [put('b'), put('c')] }));
    const again = client.send(new TransactWriteItemsCommand({ TransactItems: [put('d'), put('c')] }));
    await expect(again).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    });
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: key('d') }));
    expect(Item).toBeUndefined();
  });

  it('checks, updates and deletes in one transaction, and takes all of it back', async () => {
    const { client, factsName: TableName } = tables();
    await client.send(new PutItemCommand({ TableName, Item: { ...key('e'), n: { N: '1' } } }));
    await client.send(new PutItemCommand({ TableName, Item: key('f') }));
    const actions = (condition: string) => [
      {
        Update: {
          TableName,
          Key: key('e'),
          UpdateExpression: 'set n = n + :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        },
      },
      { Delete: { TableName, Key: key('f') } },
      { ConditionCheck: { TableName, Key: key('g'), ConditionExpression: condition } },
    ];
    const get = async (id: string) =>
      (await client.send(new GetItemCommand({ TableName, Key: key(id), ConsistentRead: true }))).Item;
    const failing = new TransactWriteItemsCommand({ TransactItems: actions('attribute_exists(pk)') });
    await expect(client.send(failing)).rejects.toThrow('ConditionalCheckFailed');
    expect([await get('e'), await get('f'), await get('g')]).toEqual([
      { ...key('e'), n: { N: '1' } },
      key('f'),
      undefined,
    ]);
    await client.send(new TransactWriteItemsCommand({ TransactItems: actions('attribute_not_exists(pk)') }));
    expect([await get('e'), await get('f'), await get('g')]).toEqual([
      { ...key('e'), n: { N: '2' } },
      undefined,
      undefined,
    ]);
  });
});

describe.each(enginesPresent().filter((name) => name !== 'external'))(
  '%s, killed while it writes',
  (name) => {
    it.each(['engine', 'parent'] as const)(
      'loses nothing it acknowledged when its %s is killed',
      async (victim) => {
        const path = join(folder, `${name}-${victim}`);
        const { acknowledged, pid } = await writeAndKill(path, name, victim);
        expect(acknowledged.length).toBeGreaterThan(20);
        const engine = await startEngine({ path, name });
        const client = clientOf(engine);
        const found = await sortKeys(client);
        await engine.stop();
        const lost = acknowledged.filter((id) => !found.has(`${id}a`) || !found.has(`${id}b`));
        expect(lost).toEqual([]);
        const halves = [...found].filter(
          (sk) => !found.has(sk.slice(0, -1) + (sk.endsWith('a') ? 'b' : 'a')),
        );
        expect(halves).toEqual([]); // a transaction cut short is not there at all
        await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false); // nothing is left behind
      },
    );
  },
);

async function writeAndKill(path: string, name: EngineName, victim: 'engine' | 'parent') {
  const writer = join(import.meta.dirname, 'writer.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', writer, path, name], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let told = '';
  child.stdout.on('data', (data: Buffer) => (told += data.toString()));
  const gone = new Promise((resolve) => child.once('exit', resolve));
  while ((told.match(/acknowledged/g) ?? []).length < 200) await wait(5);
  const { pid } = JSON.parse(told.slice(0, told.indexOf('\n')));
  process.kill(victim === 'engine' ? pid : (child.pid ?? 0), 'SIGKILL');
  await wait(50);
  child.kill('SIGKILL');
  await gone;
  const lines = told.slice(0, told.lastIndexOf('\n')).split('\n').slice(1);
  return { pid: Number(pid), acknowledged: lines.map((line) => String(JSON.parse(line).acknowledged)) };
}

async function sortKeys(client: ReturnType<typeof clientOf>): Promise<Set<string>> {
  const found = new Set<string>();
  let ExclusiveStartKey: Record<string, { S: string }> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: 'facts',
        ConsistentRead: true,
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      }),
    );
    for (const { sk } of page.Items ?? []) found.add(sk?.S ?? '');
    ExclusiveStartKey = page.LastEvaluatedKey as Record<string, { S: string }> | undefined;
  } while (ExclusiveStartKey !== undefined);
  return found;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
