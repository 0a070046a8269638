import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tenant } from '../../lib/domain/tenant.ts';
import { parseKeyRing } from '../../lib/link/key-ring.ts';
import { invitationId, mintToken, readToken, tenantsByNumber } from '../../lib/link/token.ts';
import { OUTREACH } from '../outreach-rules.ts';
import { mutationsOf, randomTokens } from './mutations.ts';

const ROOTS = { '1': 'first-root-'.repeat(6), '2': 'second-root-'.repeat(6) };
const ring = parseKeyRing(JSON.stringify({ current: 1, ...ROOTS }));
const tenant = (id: string, number: number): Tenant => ({
  id,
  number,
  name: id,
  currency: 'EUR',
  elicitationShare: 0.5,
  answerDays: 7,
  directions: {},
  ...OUTREACH,
  intakePrincipals: [],
});
const us = tenant('us', 1);
const de = tenant('de', 513);
const tenants = tenantsByNumber([us, de]);
const invitation = invitationId('us', 's1', 'r1', 'w1');
const { token, linkHash } = mintToken(ring, us, invitation, 1);
const read = (text: string) => readToken(ring, tenants, text);

const withByte = (at: number, byte: number) => {
  const bytes = Buffer.from(token, 'base64url');
  bytes[at] = byte;
  return bytes.toString('base64url');
};

describe('a link', () => {
  it('is 48 characters and says whose it is', () => {
    expect(token).toMatch(/^[A-Za-z0-9_-]{48}$/);
    expect(read(token)).toEqual({ tenant: us, linkHash, keyId: 1 });
  });

  it('is the same every time for one invitation, issue number and key', () => {
    expect(mintToken(ring, us, invitation, 1)).toEqual({ token, linkHash, keyId: 1 });
    expect(mintToken(ring, us, invitation, 2).linkHash).not.toBe(linkHash);
    expect(mintToken(ring, us, invitationId('us', 's1', 'r1', 'w2'), 1).linkHash).not.toBe(linkHash);
  });

  it('is refused with any one keystroke more, less or other', () => {
    const forged = [...mutationsOf(token)];
    expect(new Set(forged).size).toBeGreaterThan(48 * 63 + 47 + 48 * 63);
    expect(forged).not.toContain(token);
    expect(forged.filter((text) => read(text) !== undefined)).toEqual([]);
  });

  it.each([
    ['at all', 0],
    ['to a tenant', 4],
    ['where all but the tag is known', 18],
  ])('cannot be guessed %s: 300,000 random tokens are refused', (_, kept) => {
    let accepted = 0;
    for (const text of randomTokens(token, kept, 300_000, 7)) if (read(text) !== undefined) accepted += 1;
    expect(accepted).toBe(0);
    const [whole = ''] = randomTokens(token, 36, 1, 7);
    expect(read(whole)?.linkHash).toBe(linkHash); // the same maker, with nothing left to guess
  });

  it.each([
    ['another version', withByte(0, 2)],
    ['a key that is not there', withByte(1, 9)],
    ['the other key', withByte(1, 2)],
    ['another tenant of ours', withByte(2, 2)],
    ['a tenant that is none', withByte(3, 77)],
  ])('is refused with %s', (_, text) => {
    expect(read(text)).toBeUndefined();
  });

  it('of one tenant is none of another, even under the same number', () => {
    const moved = tenantsByNumber([tenant('fr', 1)]);
    expect(readToken(ring, moved, token)).toBeUndefined();
  });

  it.each([
    ['padding', `${token}=`],
    ['a line break at the end', `${token}\n`],
    ['a line break inside', `${token.slice(0, 20)}\n${token.slice(20)}`],
    ['a blank', ` ${token}`],
    ['the other base64 alphabet', Buffer.from(token, 'base64url').toString('base64').replaceAll('A', '+')],
    ['nothing', ''],
    ['one character less', token.slice(1)],
    ['itself twice', token + token],
  ])('is refused with %s', (_, text) => {
    expect(read(text)).toBeUndefined();
  });

  it('decodes from one text only, whatever + / - _ it holds', () => {
    const minted = Array.from({ length: 200 }, (_, n) => mintToken(ring, us, invitation, n + 1).token);
    const other = minted.map((text) => text.replaceAll('-', '+').replaceAll('_', '/'));
    const changed = other.filter((text) => !minted.includes(text));
    expect(changed.length).toBeGreaterThan(100);
    expect(changed.filter((text) => read(text) !== undefined)).toEqual([]);
  });

  it('of an old key is read while that key is in the ring, and not when it is retired', () => {
    const rotated = parseKeyRing(JSON.stringify({ current: 2, ...ROOTS }));
    expect(readToken(rotated, tenants, token)).toEqual({ tenant: us, linkHash, keyId: 1 });
    expect(mintToken(rotated, us, invitation, 1).keyId).toBe(2);
    expect(mintToken(rotated, us, invitation, 1, 1).token).toBe(token); // a reminder of an old link
    const retired = parseKeyRing(JSON.stringify({ current: 2, retired: [1], ...ROOTS }));
    expect(readToken(retired, tenants, token)).toBeUndefined();
  });

  it('is read for whatever was invited, and never as text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 1e9 }), (name, issueNo) => {
        const minted = mintToken(ring, de, name, issueNo);
        expect(read(minted.token)).toEqual({ tenant: de, linkHash: minted.linkHash, keyId: 1 });
      }),
      { seed: 1, numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(read(text)).toBeUndefined();
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  it('is not minted without an issue number', () => {
    expect(() => mintToken(ring, us, invitation, 0)).toThrow(RangeError);
    expect(() => tenantsByNumber([us, tenant('fr', 1)])).toThrow(RangeError);
  });
});
