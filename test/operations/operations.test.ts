import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toInstant } from '../../lib/domain/instant.ts';
import { keyRingSecret } from '../../lib/store/key-ring-secret.ts';
import { ledgerTable } from '../../lib/store/ledger-table.ts';
import { sellerKey } from '../../lib/store/key.ts';
import { tableClient } from '../../lib/store/table-client.ts';
import { eventQueues, putOnBus } from '../security/bus.ts';
import { startWholeStage, textsUnder, type WholeStage } from '../security/whole-stage.ts';
import { scan } from '../store/held.ts';

/** The commands of whoever runs a stage, on the stage that `npm start` runs. */
let whole: WholeStage;
let page: Server;

beforeAll(async () => {
  whole = await startWholeStage();
  const { endpoint, region, outputs, site } = whole.stage;
  page = createServer((_, response) => void response.end(stageFile()));
  await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
  const stageFile = () =>
    JSON.stringify({
      pid: process.pid,
      endpoint,
      region,
      site,
      page: `http://127.0.0.1:${(page.address() as AddressInfo).port}`,
      outputs,
    });
  writeFileSync(join(whole.directory, 'stage.json'), stageFile());
  for (const sellerId of SELLERS) await putOnBus(whole, [described(sellerId, 'small'), issued(sellerId)]);
}, 120_000);
afterAll(async () => {
  page.close();
  await whole.stop();
});

const LONG = { timeout: 60_000, interval: 100 };
const LONG_RUNS = { timeout: 120_000 };
const SELLERS = Array.from({ length: 12 }, (_, index) => `seller-${index}`);
let ids = 0;
const event = (type: string, data: object) => ({
  specversion: '1.0',
  id: String((ids += 1)),
  source: 'shop',
  type,
  time: new Date(Date.now() - 60_000 + ids).toISOString(),
  data,
});
const described = (sellerId: string, size: string) =>
  event('seller.described', { sellerId, email: 'seller@example.com', segments: { size } });
const issued = (sellerId: string) =>
  event('recommendation.issued', {
    sellerId,
    recommendationId: 'r1',
    recommender: 'replenishment',
    value: 240,
    unit: 'units',
    expiresAt: new Date(Date.now() + 12 * 86_400_000).toISOString(),
  });

const rows = async (part: string) =>
  (await scan(whole.tables, whole.tables.factsName)).filter(({ sk }) => String(sk).includes(part));

const large = async () => JSON.stringify(await rows('#S')).split('"large"').length - 1;

async function trust(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const command = ['--import', 'tsx', 'bin/trust.ts', ...args, '--dir', whole.directory];
  const child = spawn(process.execPath, command);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => (stdout += String(data)));
  child.stderr.on('data', (data) => (stderr += String(data)));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

describe('an event', { timeout: 90_000 }, () => {
  test('that is no good is refused alone, into a file with its reason', async () => {
    await expect.poll(() => rows('#R#'), LONG).toHaveLength(SELLERS.length);
    await putOnBus(whole, [described('#', 'small'), described('good', 'small')]);
    await expect.poll(() => rows('good#S'), LONG).toHaveLength(1);
    const rejected = () =>
      [...textsUnder(join(whole.directory, 'files'))].filter(([path]) =>
        /out\/us\/bus\/.*\.rejected\.jsonl$/.test(path),
      );
    await expect.poll(rejected, LONG).toHaveLength(1);
    expect(JSON.parse(rejected()[0]?.[1] ?? '{}')).toMatchObject({ field: 'data.sellerId' });
  });

  test('that the table cannot take blocks no other, waits with its reason, and is taken after the fix', async () => {
    const { documents, name } = tableClient(whole.clients.tables, whole.tables.factsName);
    const fill = (filler: string) =>
      documents.send(
        new UpdateCommand({
          TableName: name,
          Key: { ...sellerKey('us', 'seller-0') },
          UpdateExpression: 'set filler = :filler',
          ExpressionAttributeValues: { ':filler': filler },
        }),
      );
    await fill('x'.repeat(408_900)); // a row may have 400 KB
    const wide = 'w'.repeat(60);
    const segments = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`segment-${index}`, wide]));
    const poison = event('seller.described', { sellerId: 'seller-0', segments });
    const others = SELLERS.slice(1).map((sellerId) => described(sellerId, 'large'));
    await putOnBus(whole, [poison, ...others].slice(0, 10));
    await expect.poll(large, LONG).toBe(9);
    const { isEmpty, queue, setAside } = eventQueues(whole);
    await expect.poll(() => isEmpty(setAside), LONG).toBe(false);
    const { stdout } = await trust('dlq', 'ls', '--json');
    expect(JSON.parse(stdout).waiting).toMatchObject([
      {
        queue: 'events',
        tenant: 'us',
        kind: 'seller.described',
        tried: 5,
        reason: expect.stringMatching(/size/i),
      },
    ]);
    expect(stdout).not.toContain('seller-0');

    await fill('');
    expect(await trust('dlq', 'redrive')).toMatchObject({ code: 0, stdout: '1 sent back\n' });
    await expect.poll(async () => JSON.stringify(await rows('seller-0#S')), LONG).toContain(wide);
    expect([await isEmpty(setAside), await isEmpty(queue)]).toEqual([true, true]);
  });
});

test('restore drill: copies, replays, compares, leaves no copy', { timeout: 90_000 }, async () => {
  const { clients, tables, stage } = whole;
  const now = toInstant(Date.now());
  const ring = await keyRingSecret(clients.secrets, stage.outputs['LinkSecret'] ?? '')(now);
  await ledgerTable(clients.tables, tables.ledgerName, ring).add('us', 'optout', 'seller-1', now);
  await putOnBus(whole, [event('seller.erased', { sellerId: 'seller-2' })]);
  await expect.poll(() => rows('seller-2#'), LONG).toEqual([]);
  const { code, stdout } = await trust('restore', 'drill');
  expect(stdout).toContain('the local engine keeps no history');
  expect(stdout).toMatch(/\d+ compared one by one, 0 missing or different/);
  expect(stdout).toContain('opt-outs: 1 sellers of the copy, 0 of whom it would write to');
  expect([code, stdout.endsWith('passed; the copy is deleted\n')]).toEqual([0, true]);
});

const run = async (...more: readonly string[]) => trust('run', 'start', '--json', ...more);
const logged = (message: string) =>
  [...textsUnder(join(whole.directory, 'logs')).values()]
    .join('')
    .split('\n')
    .filter((line) => line.includes(`"message":"${message}"`))
    .map((line) => JSON.parse(line));

describe('runs', () => {
  test('a night rests on the last one, is held while nothing is new, and says so', LONG_RUNS, async () => {
    expect(await run()).toMatchObject({ code: 0 });
    const night = await run('--night');
    expect([night.code, night.stderr]).toEqual([0, expect.stringContaining('nothing is told of this night')]);
    expect(logged('night planned').at(-1)).toMatchObject({ base: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(logged('models fitted').at(-1)).toMatchObject({ night: true });
    expect(logged('snapshot taken').at(-1)).toMatchObject({ readAll: false });
    expect(await trust('run', 'status', '--night')).toMatchObject({ code: 2 });
  });

  test('after restore replay the next night reads everything', LONG_RUNS, async () => {
    const mark = () => textsUnder(join(whole.directory, 'files')).has(markAt);
    const markAt = join(whole.stage.outputs['FilesBucket'] ?? '', 'runs/us/restored.json');
    expect(mark()).toBe(false); // a drill leaves none
    expect(await trust('restore', 'replay')).toMatchObject({ code: 2 });
    expect(mark()).toBe(false);
    const { code, stdout } = await trust('restore', 'replay', '--yes');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^replayed for us: \d+ sellers looked up/)]);
    expect(mark()).toBe(true);
    expect(await run('--night')).toMatchObject({ code: 0 });
    expect(logged('night planned').at(-1)).toMatchObject({ why: expect.stringContaining('was restored at') });
    expect(logged('models fitted').at(-1)).toMatchObject({ night: false });
    expect(logged('snapshot taken').at(-1)).toMatchObject({ readAll: true });
  });
});
