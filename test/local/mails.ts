import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { readEml } from '../../lib/local/eml.ts';
import { endpoint } from '../../lib/local/endpoint.ts';
import { eventBridge } from '../../lib/local/event-bridge.ts';
import type { JsonObject } from '../../lib/local/json.ts';
import { close, listen } from '../../lib/local/server.ts';
import { ses } from '../../lib/local/ses.ts';

export const SET = 'mails';
const PLACE = { region: 'us-east-1', account: '000000000000', site: 'http://127.0.0.1:1' };
const MAY = new Set([
  `ses:SendEmail arn:aws:ses:us-east-1:000000000000:identity/example.com`,
  `ses:SendEmail arn:aws:ses:us-east-1:000000000000:configuration-set/${SET}`,
  'events:PutEvents arn:bus',
]);

const NO_FILES = () => Promise.reject(new Error('no files here'));

/** SES and one event bus on this machine, for the tests of a file; only the access key `post` may use them. */
export function withMails() {
  const folder = mkdtempSync(join(tmpdir(), 'seller-trust-mails-'));
  const told: JsonObject[] = [];
  let server: Server;
  let port = 0;
  const gate = {
    allows: (caller: string, action: string, resource: string) =>
      caller === 'post' && MAY.has(`${action} ${resource}`),
    grants: () => [],
  };
  beforeAll(async () => {
    const mails = ses({ folder, place: PLACE, gate, told: (event) => void told.push(event) });
    const buses = new Map([['bus', 'arn:bus']]);
    const events = eventBridge({ folder, buses, gate, told: () => {} });
    server = endpoint({ AWSEvents: events }, NO_FILES, () => {}, mails);
    port = await listen(server);
  });
  afterAll(async () => {
    await close(server);
    rmSync(folder, { recursive: true });
  });
  return {
    folder,
    told,
    settings: (accessKeyId = 'post') => ({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey: 'local' },
    }),
    files: () => readdirSync(folder).filter((name) => name.endsWith('.eml')),
    read: (name: string) => readEml(readFileSync(join(folder, name), 'utf8')),
    events: () =>
      readFileSync(join(folder, 'bus.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
  };
}

/** A server that answers as it is told, for what SES does on a bad day. */
export function withServer(answer: Parameters<typeof createServer>[1]) {
  const server = createServer(answer);
  let port = 0;
  beforeAll(async () => void (port = await listen(server)));
  afterAll(() => close(server));
  return () => `http://127.0.0.1:${port}`;
}
