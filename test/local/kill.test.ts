import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { synthesised, temporaryFolder } from './with-stage.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const TableName = 'local-kept-FactsA5EA939F';
const Bucket = 'local-kept-files8e6940b8';

describe('kill -9 of the stage', () => {
  it('ends engine and functions with it, and loses nothing that was acknowledged', async () => {
    const directory = temporaryFolder(closers);
    const assembly = synthesised(directory);
    const first = await serve(assembly, directory);
    const clients = clientsOf(first.endpoint);
    for (let i = 0; i < 25; i++)
      await clients.tables.send(
        new PutItemCommand({ TableName, Item: { pk: { S: 'kept' }, sk: { S: `${i}` } } }),
      );
    await clients.files.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'kept too' }));
    const secrets = readFileSync(join(directory, 'secrets.json'), 'utf8');
    expect(statSync(join(directory, 'secrets.json')).mode & 0o777).toBe(0o600);

    expect(new Set(first.children).size).toBe(2);
    expect(first.children.every(isAlive)).toBe(true);
    first.process.kill('SIGKILL');
    await expect
      .poll(() => [...first.children, first.engine].filter((pid) => pid !== undefined && isAlive(pid)), {
        timeout: 10_000,
      })
      .toEqual([]);

    const second = await serve(assembly, directory);
    const again = clientsOf(second.endpoint);
    expect((await again.tables.send(new ScanCommand({ TableName }))).Count).toBe(25);
    const { Body } = await again.files.send(new GetObjectCommand({ Bucket, Key: 'kept' }));
    expect(await Body?.transformToString()).toBe('kept too');
    expect(readFileSync(join(directory, 'secrets.json'), 'utf8')).toBe(secrets);
    second.process.kill('SIGKILL');
    await expect
      .poll(() => second.engine !== undefined && isAlive(second.engine), { timeout: 10_000 })
      .toBe(false);
  });
});

const readySchema = z.object({
  endpoint: z.url(),
  engine: z.optional(z.int()),
  children: z.array(z.pipe(z.string(), z.transform(Number))),
});

async function serve(
  assembly: string,
  directory: string,
): Promise<z.infer<typeof readySchema> & { process: ChildProcess }> {
  const script = join(import.meta.dirname, 'fixture/serve.ts');
  const served = spawn(process.execPath, ['--import', 'tsx', script, assembly, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  closers.push(() => void served.kill('SIGKILL'));
  for await (const line of createInterface({ input: served.stdout }))
    return { ...readySchema.parse(JSON.parse(line)), process: served };
  throw new Error('the stage did not start');
}

function clientsOf(endpoint: string) {
  const settings = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local-operator', secretAccessKey: 'local' },
  };
  return { tables: new DynamoDBClient(settings), files: new S3Client(settings) };
}

/** Signal 0 asks whether a process is there; one that ended and was not yet collected by its parent is not alive. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}
