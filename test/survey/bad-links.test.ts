import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { parseKeyRing } from '../../lib/link/key-ring.ts';
import { invitationId, mintToken } from '../../lib/link/token.ts';
import { linkKey, roundKey, type Key } from '../../lib/store/key.ts';
import { withTables } from '../engine.ts';
import { type AskedSeller, marketplace, OTHER_TENANT, RING, TENANT } from './marketplace.ts';

const tables = withTables();
const { ask, answer, world } = marketplace(tables);

const name = (sellerId: string, tenant = 'us') => invitationId(tenant, sellerId, 'rec-now', 'wave-1');

describe('links that do not work', () => {
  const foreignRing = parseKeyRing(JSON.stringify({ current: 1, 1: 'z'.repeat(64) }));

  test('forged, mutated, foreign, unknown, replaced and revoked ones get one and the same page', async () => {
    const { token, sellerId } = await ask();
    const revoked = await ask();
    const reissued = await ask();
    await revoke(revoked);
    await reissue(reissued);
    const bad = {
      short: token.slice(0, 47),
      long: `${token}A`,
      padded: `${token.slice(0, 47)}=`,
      mutated: (token.startsWith('A') ? 'B' : 'A') + token.slice(1),
      lastBit: token.slice(0, 47) + (token.endsWith('A') ? 'B' : 'A'),
      forged: mintToken(foreignRing, TENANT, name(sellerId), 1).token,
      otherTenant: mintToken(RING, OTHER_TENANT, name(sellerId, 'de'), 1).token,
      noSuchTenant: mintToken(RING, { id: 'xx', number: 999 }, name(sellerId), 1).token,
      cleanedUp: mintToken(RING, TENANT, name('seller-gone'), 1).token,
      nextIssue: mintToken(RING, TENANT, name(sellerId), 2).token,
      revoked: revoked.token,
      replaced: reissued.token,
      script: encodeURIComponent('<svg onload=alert(1)>'),
    };
    const pages = new Set<string>();
    for (const [why, link] of Object.entries(bad)) {
      const got = await answer('GET', `/s/${link}`);
      expect([why, got.status]).toEqual([why, 404]);
      pages.add(got.body);
      const posted = await answer('POST', `/s/${link}`, { form: { plan: '1' } });
      expect([why, posted.status]).toEqual([why, 404]);
      pages.add(posted.body);
    }
    expect(pages.size).toBe(1);
    expect([...pages][0]).toContain('This link does not work');
    expect([...pages][0]).not.toMatch(/Northwind|svg onload|Kitchen/);
    expect((await answer('GET', `/s/${token}`)).status).toBe(200);
  });

  test('a revoked link still stops the questions', async () => {
    const revoked = await ask();
    await revoke(revoked);
    expect((await answer('GET', `/s/${revoked.token}/stop`)).status).toBe(200);
    expect((await answer('GET', `/s/${revoked.token}/history`)).status).toBe(404);
  });

  test('no single-character mutation of a token reaches a table', async () => {
    const { token } = await ask();
    const touched: string[] = [];
    const spy = new Proxy(world().facts, {
      get: (_, method) => () => touched.push(String(method)),
    });
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (let i = 0; i < token.length; i++) {
      for (const letter of letters) {
        if (letter === token[i]) continue;
        const mutated = token.slice(0, i) + letter + token.slice(i + 1);
        expect((await answer('GET', `/s/${mutated}`, { facts: spy })).status).toBe(404);
      }
    }
    expect(touched).toEqual([]);
  });
});

async function overwrite(key: Key, path: string, value: string) {
  const steps = path.split('.');
  const update = new UpdateItemCommand({
    TableName: tables().factsName,
    Key: { pk: { S: key.pk }, sk: { S: key.sk } },
    UpdateExpression: `SET ${steps.map((step) => `#${step}`).join('.')} = :to`,
    ExpressionAttributeNames: Object.fromEntries(steps.map((step) => [`#${step}`, step])),
    ExpressionAttributeValues: { ':to': { S: value } },
  });
  await tables().client.send(update);
}

async function revoke({ sellerId }: AskedSeller) {
  const { linkHash } = mintToken(RING, TENANT, name(sellerId), 1);
  await overwrite(linkKey('us', linkHash), 'status', 'revoked');
}
async function reissue({ sellerId }: AskedSeller) {
  await overwrite(roundKey('us', sellerId, 'rec-now'), 'invitation.linkHash', 'f'.repeat(64));
}
