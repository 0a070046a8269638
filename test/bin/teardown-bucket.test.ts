import { S3Client } from '@aws-sdk/client-s3';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countVersions, emptyBucket } from '../../bin/teardown/bucket.ts';
import { endpoint } from '../../lib/local/endpoint.ts';
import { gate } from '../../lib/local/policy.ts';
import { s3 } from '../../lib/local/s3.ts';
import { fileName, keysIn, s3Versions } from '../../lib/local/s3-versions.ts';
import { close, listen } from '../../lib/local/server.ts';

const closers: (() => Promise<void> | void)[] = [];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bucket-'));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
});
afterEach(async () => {
  for (const closer of closers.splice(0).toReversed()) await closer();
});

const clientFor = (address: string, accessKeyId: string) =>
  new S3Client({
    endpoint: address,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey: 'x' },
  });

describe('emptying a bucket', () => {
  const BUCKET = 'files';
  const ODD = ['a&b/<c>', 'Grüße ä/ü.json', "it's/..", '"quoted" 100%/x'];

  async function bucketOf(keys: readonly string[], versions: number): Promise<S3Client> {
    const shelf = s3Versions(folder, [BUCKET]);
    for (const key of keys) {
      const path = join(folder, BUCKET, ...key.split('/').map(fileName));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, key);
      for (let n = 0; n < versions; n += 1) shelf.keep(BUCKET, key, path);
    }
    const guard = gate(new Map([['Reader', []]]), 'operator', () => {});
    const server = endpoint(
      {},
      s3(folder, [BUCKET], guard, () => {}, shelf),
      () => {},
    );
    closers.push(() => close(server));
    const address = `http://127.0.0.1:${await listen(server)}`;
    return clientFor(address, 'operator');
  }

  const left = () => [...keysIn(join(folder, BUCKET)), ...keysIn(join(folder, `${BUCKET}.versions`))];

  test('every version goes, over pages, whatever its name', async () => {
    const keys = [...ODD, ...Array.from({ length: 500 }, (_, n) => `runs/us/${n}.json`)];
    const client = await bucketOf(keys, 1);
    expect(await countVersions(client, { Bucket: BUCKET })).toEqual({ count: 1008, more: false });
    expect(await countVersions(client, { Bucket: BUCKET }, 1)).toEqual({ count: 1000, more: true });
    const gone: number[] = [];
    expect(await emptyBucket(client, { Bucket: BUCKET }, (n) => gone.push(n))).toBe(1008);
    expect([gone, left()]).toEqual([[1000, 1008], []]);
    expect(await emptyBucket(client, { Bucket: BUCKET })).toBe(0);
  });

  test('who may not delete versions deletes none', async () => {
    const { config } = await bucketOf(['a'], 1);
    const { protocol, hostname, port } = (await config.endpoint?.()) ?? {};
    const reader = clientFor(`${protocol}//${hostname}:${port}`, 'Reader');
    await expect(emptyBucket(reader, { Bucket: BUCKET })).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(left()).toHaveLength(2);
  });
});
