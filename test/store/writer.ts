import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { enginesPresent, startEngine } from '../../lib/local/engine.ts';
import { createTables } from '../tables.ts';

/** A program for the tests to kill: starts an engine on a path and writes in transactions of two until it ends, telling
 *  each write when it is acknowledged. `tsx writer.ts <path> <engine>` */
const [, , path = '', wanted] = process.argv;
const name = enginesPresent().find((present) => present === wanted) ?? 'dynalite';
const engine = await startEngine({ path, name });
const { client, factsName: TableName } = await createTables(engine);
console.log(JSON.stringify({ pid: engine.pid ?? process.pid }));

async function write(id: string): Promise<void> {
  const put = (half: string) => ({ Put: { TableName, Item: { pk: { S: 't' }, sk: { S: id + half } } } });
  await client.send(new TransactWriteItemsCommand({ TransactItems: [put('a'), put('b')] }));
  console.log(JSON.stringify({ acknowledged: id }));
}

async function writeOnAndOn(lane: string): Promise<never> {
  for (let n = 0; ; n += 1) await write(`${lane}-${n}`);
}

await Promise.all(['w0', 'w1', 'w2', 'w3'].map(writeOnAndOn));
