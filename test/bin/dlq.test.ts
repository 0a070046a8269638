import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { endpoint } from '../../lib/local/endpoint.ts';
import { gate } from '../../lib/local/policy.ts';
import { type Queue, queueAt } from '../../lib/local/queue.ts';
import { close, listen } from '../../lib/local/server.ts';
import { sqs } from '../../lib/local/sqs.ts';

const OPERATOR = 'operator';
const NAMES = ['events', 'events-aside', 'files', 'files-aside', 'starts'] as const;
const urlOf = (name: string) => `https://sqs.us-east-1.amazonaws.com/000000000000/${name}`;

const folder = mkdtempSync(join(tmpdir(), 'dlq-'));
let queues: Map<string, Queue>;
let server: ReturnType<typeof endpoint>;
let address: string;
beforeAll(async () => {
  queues = new Map();
  const guard = gate(new Map(), OPERATOR, () => {});
  server = endpoint(
    { AmazonSQS: sqs(queues, guard) },
    () => Promise.reject(new Error('no files here')),
    () => {},
  );
  address = `http://127.0.0.1:${await listen(server)}`;
  const SetAside = JSON.stringify({
    events: { queue: urlOf('events'), setAside: urlOf('events-aside') },
    files: { queue: urlOf('files'), setAside: urlOf('files-aside') },
    starts: [urlOf('starts')],
  });
  const LinkSecret = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:x';
  writeFileSync(join(folder, 'outputs.json'), JSON.stringify({ App: { SetAside, LinkSecret } }));
});
beforeEach(() => {
  for (const name of NAMES)
    queues.set(urlOf(name), queueAt(mkdtempSync(join(folder, 'q-')), name, `arn:aws:sqs:::${name}`));
});
afterAll(async () => {
  for (const queue of queues.values()) queue.flush();
  await close(server);
  rmSync(folder, { recursive: true, force: true });
});

const queue = (name: (typeof NAMES)[number]): Queue => queues.get(urlOf(name)) as Queue;
const event = (seller: string) =>
  JSON.stringify({ tenant: 'us', event: { 'detail-type': 'seller.acted', detail: { sellerId: seller } } });

async function dlq(...args: string[]) {
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: OPERATOR,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: address,
  };
  const command = [
    '--import',
    'tsx',
    'bin/trust.ts',
    'dlq',
    ...args,
    '--stage-outputs',
    join(folder, 'outputs.json'),
  ];
  const child = spawn(process.execPath, command, { env });
  const told = { stdout: '', stderr: '' };
  for (const way of ['stdout', 'stderr'] as const)
    child[way].on('data', (data) => (told[way] += String(data)));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, ...told };
}

describe('trust dlq', () => {
  test('lists what waits with its reason, and nothing of what it says', async () => {
    queue('events-aside').put(event('seller-17'), { reason: 'RangeError: the table failed' });
    queue('files-aside').put('poison', {});
    const { code, stdout } = await dlq('ls', '--json');
    expect([code, stdout.includes('seller-17')]).toEqual([0, false]);
    expect(JSON.parse(stdout).waiting).toMatchObject([
      { queue: 'events', tenant: 'us', kind: 'seller.acted', reason: 'RangeError: the table failed' },
      { queue: 'files', tenant: null, kind: null, reason: 'its function died with it' },
    ]);
    expect(queue('events-aside').depth()).toEqual({ waiting: 1, held: 0 }); // whoever looks takes nothing
  });

  test('sends back to where it came from, and leaves the others', async () => {
    for (let n = 0; n < 25; n++) queue('events-aside').put(event(`s${n}`), { reason: 'r' });
    queue('files-aside').put('poison', {});
    const { code, stdout } = await dlq('redrive', '--queue', 'events');
    expect([code, stdout]).toEqual([0, '25 sent back\n']);
    expect(queue('events').depth().waiting).toBe(25);
    expect(queue('events-aside').depth()).toEqual({ waiting: 0, held: 0 });
    expect(queue('files-aside').depth().waiting).toBe(1);
  });

  test('keeps what cannot be sent back, and says so', async () => {
    queue('starts').put(JSON.stringify({ tenant: 'us' }), { ERROR_CODE: 'AccessDenied' });
    const { code, stderr } = await dlq('redrive');
    expect([code, stderr]).toEqual([1, expect.stringContaining('does not say which machine')]);
    expect(queue('starts').depth()).toEqual({ waiting: 1, held: 0 });
  });

  test('deletes only when told twice', async () => {
    queue('files-aside').put('poison', {});
    const once = await dlq('redrive', '--discard');
    expect([once.code, once.stderr]).toEqual([2, expect.stringContaining('--yes')]);
    expect((await dlq('redrive', '--discard', '--yes')).stdout).toBe('1 deleted\n');
    expect(queue('files-aside').depth()).toEqual({ waiting: 0, held: 0 });
    expect(queue('files').depth().waiting).toBe(0);
  });
});
