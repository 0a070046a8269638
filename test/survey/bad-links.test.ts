import { beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../lib/domain/instant.ts';
import { parseKeyRing, type KeyRing } from '../../lib/link/key-ring.ts';
import { invitationId, mintToken } from '../../lib/link/token.ts';
import { reissue } from '../../lib/outreach/reissue.ts';
import { factsTable } from '../../lib/store/facts-table.ts';
import { ledgerTable } from '../../lib/store/ledger-table.ts';
import { LANGUAGES } from '../../lib/survey/words/words.ts';
import { withTables } from '../engine.ts';
import { mutationsOf } from '../link/mutations.ts';
import { clientOf } from '../tables.ts';
import { dump, fieldsOf, marketplace, NOW, OTHER_TENANT, TENANT } from './marketplace.ts';

const tables = withTables();
const { ask, answer, facts } = marketplace(tables);

/** Key 1 has been replaced by key 2 and its links still work; those of key 3 no longer do. */
const ROOTS = { 1: 'k'.repeat(64), 2: 'm'.repeat(64), 3: 'n'.repeat(64) };
const ROTATED = parseKeyRing(JSON.stringify({ current: 2, retired: [3], ...ROOTS }));
const WITH_3 = parseKeyRing(JSON.stringify({ current: 3, ...ROOTS }));
const FOREIGN = parseKeyRing(JSON.stringify({ current: 1, 1: 'z'.repeat(64) }));

const name = (sellerId: string, tenant = 'us') => invitationId(tenant, sellerId, 'rec-now', 'wave-1');
const minted = (ring: KeyRing, sellerId = 'seller-gone', issueNo = 1) =>
  mintToken(ring, TENANT, name(sellerId), issueNo).token;

const about = (sellerId: string) => ({ sellerId, recommendationId: 'rec-now' });

/** The token with a change in its 36 bytes. */
function bytesOf(token: string, change: (bytes: Buffer) => unknown): string {
  const bytes = Buffer.from(token, 'base64url');
  change(bytes);
  return bytes.toString('base64url');
}
/** The token with its character at a place replaced by another. */
const other = (token: string, at: number) =>
  token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
const percent = (text: string) => `%${Buffer.from(text).toString('hex').toUpperCase()}`;

let reads = 0;
/** The survey's world, with every call of the client to a table counted. */
function counted() {
  const client = clientOf(tables().engine);
  client.middlewareStack.add((next) => (args) => ((reads += 1), next(args)), { step: 'initialize' });
  return {
    keyRing: ROTATED,
    facts: factsTable(client, tables().factsName),
    ledger: ledgerTable(client, tables().ledgerName, ROTATED),
  };
}

type Bad = Readonly<Record<string, string>>;
let good: string;
/** Not ours by their tag or shape: nothing may be read for them. */
let forged: Bad;
/** Genuine once, and dead: the link's row says so, or is not there. */
let dead: Bad;

beforeAll(async () => {
  const asked = await Promise.all(Array.from({ length: 4 }, () => ask()));
  const [open, revoked, reissued, old] = asked.map(({ sellerId, token }) => ({ sellerId, token }));
  if (!open || !revoked || !reissued || !old) throw new RangeError('four sellers were asked');
  await facts().revokeLink('us', about(revoked.sellerId));
  await reissue(facts(), ROTATED, TENANT, about(reissued.sellerId), { now: NOW });
  const { token } = open;
  good = token;
  forged = {
    'every byte another': bytesOf(token, (bytes) => bytes.forEach((byte, i) => (bytes[i] = byte ^ 255))),
    'another version': bytesOf(token, (bytes) => (bytes[0] = 2)),
    'version 0': bytesOf(token, (bytes) => (bytes[0] = 0)),
    'the other key': bytesOf(token, (bytes) => (bytes[1] = 2)),
    'a key that is not there': bytesOf(token, (bytes) => (bytes[1] = 9)),
    'a retired key': minted(WITH_3, open.sellerId),
    'a key in the place of one retired': bytesOf(minted(WITH_3), (bytes) => (bytes[1] = 1)),
    'another ring': minted(FOREIGN, open.sellerId),
    'another tenant of ours': bytesOf(token, (bytes) => bytes.writeUInt16BE(OTHER_TENANT.number, 2)),
    'no tenant of ours': bytesOf(token, (bytes) => bytes.writeUInt16BE(999, 2)),
    'the tag of another tenant': bytesOf(token, (bytes) =>
      Buffer.from(mintToken(ROTATED, OTHER_TENANT, name(open.sellerId, 'de'), 1).token, 'base64url').copy(
        bytes,
        18,
        18,
      ),
    ),
    'a tenant that nobody configured': mintToken(ROTATED, { id: 'xx', number: 999 }, 'x', 1).token,
    'the tag of another link': bytesOf(token, (bytes) =>
      Buffer.from(revoked.token, 'base64url').copy(bytes, 18, 18),
    ),
    'a change in the head': other(token, 1),
    'a change in the link id': other(token, 12),
    'a change in the tag': other(token, 30),
    'a change in the last bit': other(token, 47),
    'a character less': token.slice(0, 47),
    'a character less in front': token.slice(1),
    'a character more': `${token}A`,
    'itself twice': token + token,
    'padding in place of its end': `${token.slice(0, 47)}=`,
    padding: `${token}=`,
    'a blank': `${token}%20`,
    'a line break': `${token}%0A`,
    'a zero byte': `${token}%00`,
    'a character as percent code': percent(token[0] ?? '') + token.slice(1),
    'a Cyrillic A': `${token.slice(0, 47)}\u0410`,
    'a wide A': `${token.slice(0, 47)}\uff21`,
    'another hyphen': `${token.slice(0, 47)}\u2010`,
    'the other alphabet': `${token.slice(0, 47)}+`,
    'other case': token.replace(/[a-z]/i, (letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    ),
    markup: encodeURIComponent('<svg onload=alert(1)>'),
    'a dot': '.hidden',
  };
  dead = {
    'never asked': minted(ROTATED),
    'the issue after this': minted(ROTATED, open.sellerId, 2),
    'the same link under the newer key': minted(ROTATED, open.sellerId),
    'a link of another tenant that nobody was sent': mintToken(
      ROTATED,
      OTHER_TENANT,
      name(open.sellerId, 'de'),
      1,
    ).token,
    revoked: revoked.token,
    're-issued': reissued.token,
  };
});

describe('links that do not work', () => {
  test.each(LANGUAGES)('all get one and the same page, for every method, in %s', async (lang) => {
    const before = await dump(tables());
    const seen = new Set<string>();
    const look = async (why: string, token: string, over = {}) => {
      for (const path of ['', '/history', '?a=5', '?edit']) {
        const query = `${path}${path.startsWith('?') ? '&' : '?'}lang=${lang}`;
        const got = await answer('GET', `/s/${token}${query}`, { ...counted(), ...over });
        expect([why, path, got.status]).toEqual([why, path, 404]);
        seen.add(JSON.stringify([got.body, [...got.headers]]));
      }
      const form = { plan: '1', form: 'plan@1', website: '', switch: '' };
      const posted = await answer('POST', `/s/${token}?lang=${lang}`, { form, ...counted(), ...over });
      expect([why, posted.status]).toEqual([why, 404]);
      seen.add(JSON.stringify([posted.body, [...posted.headers]]));
      const head = await answer('HEAD', `/s/${token}`, { ...counted(), ...over });
      expect([why, head.status, head.body]).toEqual([why, 404, '']);
    };
    reads = 0;
    for (const [why, token] of Object.entries(forged)) await look(why, token);
    expect(reads).toBe(0);
    for (const [why, token] of Object.entries(dead)) await look(why, token);
    expect(reads).toBeGreaterThan(0);
    // the row is still there, as it is for days after its time is over
    await look('a year after it closed', good, { now: addDays(NOW, 5 + 366) });
    expect(seen.size).toBe(1);
    expect([...seen][0]).not.toMatch(/Northwind|Südwind|svg onload|Kitchen/);
    expect(await dump(tables())).toBe(before);
  });

  test('nothing one keystroke away from a link opens it, or has a table asked', async () => {
    const over = counted();
    reads = 0;
    for (const token of mutationsOf(good))
      expect([token, (await answer('GET', `/s/${token}`, over)).status]).toEqual([token, 404]);
    expect(reads).toBe(0);
  });

  test('a link of the older key works while both are in the ring', async () => {
    expect((await answer('GET', `/s/${good}`, counted())).status).toBe(200);
    expect((await answer('GET', `/s/${good}/history`, counted())).status).toBe(200);
  });

  test('after it has closed a link says so, and what it recorded; it records nothing more', async () => {
    const before = await dump(tables());
    const now = addDays(NOW, 6);
    const page = await answer('GET', `/s/${good}`, { ...counted(), now });
    expect([page.status, fieldsOf(page.body)]).toEqual([200, {}]);
    expect(page.body).toContain('This question is closed');
    const form = { ...fieldsOf((await answer('GET', `/s/${good}`)).body), plan: '100' };
    expect((await answer('POST', `/s/${good}`, { ...counted(), form, now })).status).toBe(303);
    expect(await dump(tables())).toBe(before);
  });

  test('revoked, replaced and expired links still stop the questions', async () => {
    for (const token of [dead['revoked'], dead['re-issued'], good]) {
      const over = { ...counted(), now: addDays(NOW, 100) };
      expect((await answer('GET', `/s/${token}/stop`, over)).status).toBe(200);
      const stopped = await answer('POST', `/s/${token}/stop`, {
        ...over,
        form: { 'List-Unsubscribe': 'One-Click' },
      });
      expect([stopped.status, stopped.body.includes('You will not be asked again')]).toEqual([200, true]);
    }
    for (const token of [forged['a retired key'], forged['a change in the tag'], dead['never asked']])
      expect((await answer('POST', `/s/${token}/stop`, { ...counted(), form: {} })).status).toBe(404);
  });
});
