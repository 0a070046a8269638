import { S3Client } from '@aws-sdk/client-s3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoint } from '../../lib/local/endpoint.ts';
import { gate } from '../../lib/local/policy.ts';
import { s3 } from '../../lib/local/s3.ts';
import { close, listen } from '../../lib/local/server.ts';
import { s3Files } from '../../lib/store/s3-files.ts';
import { filesContract } from './files-contract.ts';

const folder = mkdtempSync(join(tmpdir(), 's3-'));
const errors: string[] = [];
const note = (line: string) => errors.push(line);
const server = endpoint(
  {},
  s3(folder, ['files'], gate(new Map(), 'operator', note), () => undefined),
  note,
);
let client: S3Client;

/** The adapter through the real SDK, over HTTP, against the local stage's S3. */
describe('files in S3', () => {
  beforeAll(async () => {
    const port = await listen(server);
    client = new S3Client({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
    });
  });
  afterAll(async () => {
    client.destroy();
    await close(server);
    rmSync(folder, { recursive: true, force: true });
  });
  filesContract(() => s3Files(client, 'files'));

  it('throws what it cannot answer', async () => {
    await expect(s3Files(client, 'elsewhere').put('a', '')).rejects.toThrow('no bucket elsewhere');
    expect(errors).toEqual([]);
  });
});
