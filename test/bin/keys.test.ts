import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, type Instant, milliseconds, toInstant } from '../../lib/domain/instant.ts';
import { type KeyRing, parseKeyRing } from '../../lib/link/key-ring.ts';
import { withNewKey, withoutKey } from '../../lib/link/rotation.ts';
import { invitationId, mintToken } from '../../lib/link/token.ts';
import type { Resource } from '../../lib/local/assembly.ts';
import { endpoint } from '../../lib/local/endpoint.ts';
import { arnOf } from '../../lib/local/names.ts';
import { gate } from '../../lib/local/policy.ts';
import { secretsManager } from '../../lib/local/secrets.ts';
import { close, listen } from '../../lib/local/server.ts';
import { sellerEraser } from '../../lib/store/erase.ts';
import { ANNOUNCED, changeSecret, keyRingSecret } from '../../lib/store/key-ring-secret.ts';
import { ledgerTable } from '../../lib/store/ledger-table.ts';
import { withTables } from '../engine.ts';
import { fact, fieldsOf, marketplace, NOW, recommendation, TENANT } from '../survey/marketplace.ts';

const OPERATOR = 'operator';
const PLACE = { region: 'us-east-1', account: '000000000000', site: 'http://127.0.0.1' };
const STACK: Resource['stack'] = { name: 'data', template: {}, assets: new Map() };
const RESOURCE: Resource = { id: 'Links', type: 'AWS::SecretsManager::Secret', properties: {}, stack: STACK };
const ARN = arnOf(RESOURCE, PLACE);
const ROOT = 'k'.repeat(64);
const FIRST = JSON.stringify({ current: 1, 1: ROOT });
const MINUTE = 60_000;

const folder = mkdtempSync(join(tmpdir(), 'keys-'));
const file = join(folder, 'secrets.json');
const tables = withTables();
const { facts, answer } = marketplace(tables);
let server: ReturnType<typeof endpoint> | undefined;
let address: string;
let secrets: SecretsManagerClient;

const nowhere = () => Promise.reject(new Error('no files here'));
/** A stage's secret as an earlier release kept it: its value alone. */
async function serve(text: string): Promise<void> {
  writeFileSync(file, JSON.stringify({ [ARN]: text }));
  const guard = gate(new Map(), OPERATOR, () => {});
  const service = secretsManager(file, [RESOURCE], (_, value) => value, PLACE, guard);
  server = endpoint({ secretsmanager: service }, nowhere, () => {});
  address = `http://127.0.0.1:${await listen(server)}`;
  secrets = new SecretsManagerClient({
    endpoint: address,
    region: PLACE.region,
    credentials: { accessKeyId: OPERATOR, secretAccessKey: 'local' },
  });
}
beforeAll(() => {
  const { factsName: FactsTable, ledgerName: LedgerTable } = tables();
  const App = { FactsTable, LedgerTable, LinkSecret: ARN };
  writeFileSync(join(folder, 'outputs.json'), JSON.stringify({ App }));
});
beforeEach(async () => {
  if (server !== undefined) await close(server);
  await serve(FIRST);
});
afterAll(async () => {
  if (server !== undefined) await close(server);
  rmSync(folder, { recursive: true, force: true });
});

const kept = (): string => JSON.parse(readFileSync(file, 'utf8'))[ARN][0].value;

async function keys(...args: string[]) {
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: OPERATOR,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: address,
    AWS_ENDPOINT_URL_DYNAMODB: tables().engine.endpoint,
  };
  const outputs = join(folder, 'outputs.json');
  const command = ['--import', 'tsx', 'bin/trust.ts', 'keys', ...args, '--stage-outputs', outputs];
  const child = spawn(process.execPath, command, { env });
  const told = { stdout: '', stderr: '' };
  for (const way of ['stdout', 'stderr'] as const)
    child[way].on('data', (data) => (told[way] += String(data)));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, ...told };
}

const real = () => toInstant(Date.now());

let sellers = 0;
/** A new seller, asked by a link that a ring signs; it closes a week later. */
async function ask(ring: KeyRing, now: Instant): Promise<{ sellerId: string; token: string }> {
  const sellerId = `held-${(sellers += 1)}`;
  const [recommendationId, waveId] = ['rec-now', 'wave-1'];
  const expiresAt = addDays(now, 9);
  const told = { sellerId, recommendationId, recommendation: recommendation({ ...fact(now), expiresAt }) };
  await facts().importRounds(TENANT.id, [told], now);
  const name = invitationId(TENANT.id, sellerId, recommendationId, waveId);
  const { token, linkHash, keyId } = mintToken(ring, TENANT, name, 1);
  const order = { sellerId, recommendationId, waveId, linkHash, keyId, issueNo: 1, arm: 'elicit' as const };
  await facts().invite(TENANT.id, { ...order, invitedAt: now, closesAt: addDays(now, 7) });
  return { sellerId, token };
}

const OLDEST = 20; // minutes: a ring is kept for five and then in use for fifteen
const after = (minutes: number) => toInstant(milliseconds(NOW) + minutes * MINUTE);

/** Three functions with rings as old as they may get, begun apart. */
function functionsFrom(start: number) {
  const each = [0, 7, 14].map((ago) => ({
    read: keyRingSecret(secrets, ARN),
    ring: parseKeyRing(FIRST),
    at: start - ago,
  }));
  return async (minute: number): Promise<KeyRing[]> => {
    for (const one of each)
      if (minute - one.at >= OLDEST) Object.assign(one, { ring: await one.read(after(minute)), at: minute });
    return each.map(({ ring }) => ring);
  };
}

const ledgerOf = (ring: KeyRing) => ledgerTable(tables().client, tables().ledgerName, ring);

async function rotate(now: Instant): Promise<void> {
  const from = toInstant(milliseconds(now) + ANNOUNCED);
  const root = String(milliseconds(now)).padEnd(64, 'r');
  await changeSecret(secrets, ARN, (text) => withNewKey(text, { root, now, from }).text);
}

describe('a rotation under load', () => {
  test('no valid link fails, nobody who said stop is forgotten, an ended key is dead', async () => {
    const ringsAt = functionsFrom(0);
    const request = (token: string, keyRing: KeyRing, now: Instant, form?: Record<string, string>) =>
      answer(form === undefined ? 'GET' : 'POST', `/s/${token}`, {
        now,
        keyRing,
        ledger: ledgerOf(keyRing),
        ...(form && { form }),
      });
    const links: { sellerId: string; token: string; keyId: number }[] = [];
    const stopped: string[] = [];
    const wrong: string[] = [];

    for (let minute = 0; minute <= 111; minute += 3) {
      const now = after(minute);
      const [signs, reads, stops] = await ringsAt(minute);
      if (signs === undefined || reads === undefined || stops === undefined) throw new Error('three rings');
      if (minute === 15 || minute === 60) await rotate(now);
      const link = { ...(await ask(signs, now)), keyId: signs.current };
      links.push(link);
      for (const ring of [signs, reads, stops])
        for (const { token } of [link, ...links.slice(0, 2)])
          if ((await request(token, ring, now)).status !== 200) wrong.push(`GET at ${minute}`);
      const form = fieldsOf((await request(link.token, reads, now)).body);
      const sent = await request(link.token, stops, now, { ...form, plan: '180' });
      if (sent.location !== `/s/${link.token}`) wrong.push(`POST at ${minute}`);
      await ledgerOf(signs).add(TENANT.id, 'optout', `stopped-${minute}`, now);
      stopped.push(`stopped-${minute}`);
      for (const ring of [signs, reads, stops])
        if ((await ledgerOf(ring).among(TENANT.id, 'optout', stopped)).size < stopped.length)
          wrong.push(`stop at ${minute}`);
    }
    expect(wrong).toEqual([]);
    expect([...new Set(links.map(({ keyId }) => keyId))]).toEqual([1, 2, 3]);

    const now = after(114);
    await changeSecret(secrets, ARN, (text) => withoutKey(text, 1, now));
    const ended = await keyRingSecret(secrets, ARN)(now);
    for (const { token, keyId } of links)
      expect([keyId, (await request(token, ended, now)).status]).toEqual([keyId, keyId === 1 ? 404 : 200]);
    expect((await ledgerOf(ended).among(TENANT.id, 'optout', stopped)).size).toBe(stopped.length);
  });
});

describe('trust keys', () => {
  test('rotate announces a key; of two at once one is told so, and the key of the other stays', async () => {
    const both = await Promise.all([keys('rotate', '--json'), keys('rotate', '--json')]);
    expect(both.map(({ code }) => code).sort()).toEqual([0, 1]);
    expect(both.map(({ stderr }) => stderr).join('')).toMatch(/somebody else changed the keys|takes over at/);
    const ring = parseKeyRing(kept(), real());
    expect(ring).toMatchObject({ current: 1, ids: [1, 2], retired: [], next: { id: 2 } });
    expect(JSON.parse(kept())[1]).toBe(ROOT);
    expect(JSON.stringify(both)).not.toContain(JSON.parse(kept())[2]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('changes at once lose no key: each that went well is there, the others are told', async () => {
    const changes = [10, 11, 12, 13].map((id) =>
      changeSecret(secrets, ARN, (text) => JSON.stringify({ ...JSON.parse(text), [id]: ROOT })),
    );
    const outcomes = await Promise.allSettled(changes);
    const done = [10, 11, 12, 13].filter((_, index) => outcomes[index]?.status === 'fulfilled');
    expect(done.length).toBeGreaterThan(0);
    expect(parseKeyRing(kept()).ids).toEqual([1, ...done]);
  });

  test('--end is refused while links of the key are of use; with --yes they are dead, the ledger is not', async () => {
    const began = toInstant(Date.now() - 3 * ANNOUNCED);
    const first = parseKeyRing(FIRST);
    const ledger = ledgerTable(tables().client, tables().ledgerName, first);
    const names = { facts: tables().factsName, ledger: tables().ledgerName };
    await sellerEraser(tables().client, names, first).erase(TENANT.id, 'erased-before', began);
    await ledger.add(TENANT.id, 'optout', 'stopped-before', began);
    const { token } = await ask(first, real());
    const from = toInstant(milliseconds(began) + ANNOUNCED);
    const root = 'n'.repeat(64);
    await changeSecret(secrets, ARN, (text) => withNewKey(text, { root, now: began, from }).text);

    const signing = await keys('rotate', '--end', '2', '--yes');
    expect([signing.code, signing.stderr]).toEqual([1, expect.stringContaining('key 2 signs new links')]);
    const refused = await keys('rotate', '--end', '1');
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/key 1 has \d+ open links?/)]);
    expect(parseKeyRing(kept()).retired).toEqual([]);
    const listed = JSON.parse((await keys('ls', '--json')).stdout);
    expect(listed).toMatchObject({
      keys: [
        { id: 1, state: 'verifies' },
        { id: 2, state: 'signs' },
      ],
    });
    expect(listed.ageDays).toBeCloseTo((2 * ANNOUNCED) / 86_400_000, 2);

    const done = await keys('rotate', '--end', '1', '--yes');
    expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('key 1 is ended')]);
    const ring = parseKeyRing(kept(), real());
    expect(ring).toMatchObject({ current: 2, ids: [1, 2], retired: [1] });
    const entered = ledgerTable(tables().client, tables().ledgerName, ring);
    const seen = await answer('GET', `/s/${token}`, { now: real(), keyRing: ring, ledger: entered });
    expect(seen.status).toBe(404);
    expect(await entered.has(TENANT.id, 'erased', 'erased-before')).toBe(true);
    expect(await entered.has(TENANT.id, 'optout', 'stopped-before')).toBe(true);
    const again = await sellerEraser(tables().client, names, ring).erase(TENANT.id, 'erased-before', real());
    expect(again.requestedAt).toBe(began); // found, not entered a second time
  });

  test('an --end that is no key is wrong usage', async () => {
    expect((await keys('rotate', '--end', 'one')).code).toBe(2);
    expect((await keys('rotate', '--end', '9')).stderr).toContain('there is no key 9');
  });
});
