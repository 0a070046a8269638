import { S3Client } from '@aws-sdk/client-s3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readFolder } from '../../lib/jobs/report-folder.ts';
import { endpoint } from '../../lib/local/endpoint.ts';
import { gate } from '../../lib/local/policy.ts';
import { s3 } from '../../lib/local/s3.ts';
import { close, listen } from '../../lib/local/server.ts';
import { s3Files } from '../../lib/store/s3-files.ts';

const FILES = 120;
const PERMALINK = `reports/us/2026-W47/${'0'.repeat(32)}`;

const folder = mkdtempSync(join(tmpdir(), 'report-folder-'));
const allowed = gate(new Map(), 'operator', () => undefined);
const server = endpoint(
  {},
  s3(folder, ['reports'], allowed, () => undefined),
  () => undefined,
);
let client: S3Client;

beforeAll(async () => {
  client = new S3Client({
    endpoint: `http://127.0.0.1:${await listen(server)}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
  });
});
afterAll(async () => {
  client.destroy();
  await close(server);
  rmSync(folder, { recursive: true, force: true });
});

it('is read although every connection that was idle is closed at that moment', async () => {
  const reports = s3Files(client, 'reports');
  for (let at = 0; at < FILES; at += 1) await reports.put(`${PERMALINK}/${at}.json`, `${at}`);
  await Promise.all(Array.from({ length: FILES }, () => reports.get(`${PERMALINK}/0.json`))); // connections, as many as may be
  const list = async (prefix: string) => {
    const keys = await reports.list(prefix);
    server.closeIdleConnections();
    return keys;
  };
  expect((await readFolder({ list, get: reports.get }, PERMALINK)).size).toBe(FILES);
});
