import { describe, expect, it } from 'vitest';
import { keyedHash, keyedHashes } from '../../lib/link/keyed-hash.ts';
import { parseKeyRing } from '../../lib/link/key-ring.ts';

const ROOT = 'abcdefgh'.repeat(8);
const ring = parseKeyRing(JSON.stringify({ current: 1, '1': ROOT }));

describe('a key ring', () => {
  it('derives by HKDF-SHA-256 with an empty salt (RFC 5869)', () => {
    // Python 3.11 hmac, both steps of the RFC by hand: T(1) = HMAC(HMAC(0^32, root), info | 0x01)
    expect(ring.key(1, 'link-tag', 'us').toString('hex')).toBe(
      'c755333929ea40c9bbf0b11bbea86e026ddfc9ccd4b9e2d8b2af93b941df8bda',
    );
  });

  it('gives every purpose and tenant a key of its own', () => {
    const purposes = ['link-id', 'link-tag', 'ledger'] as const;
    const keys = purposes.flatMap((purpose) => ['us', 'de'].map((id) => ring.key(1, purpose, id)));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(6);
  });

  it.each([
    ['no JSON', ROOT],
    ['no object', '[]'],
    ['no current key', JSON.stringify({ '1': ROOT })],
    ['a current key that is not there', JSON.stringify({ current: 2, '1': ROOT })],
    ['a current key that is retired', JSON.stringify({ current: 1, retired: [1], '1': ROOT })],
    ['a short root', JSON.stringify({ current: 1, '1': 'short-root' })],
    ['a key id of two bytes', JSON.stringify({ current: 256, '256': ROOT })],
  ])('is refused with %s, without telling the secret', (_, text) => {
    expect(() => parseKeyRing(text)).toThrow(RangeError);
    expect(() => parseKeyRing(text)).not.toThrow(/abcdefgh|short-root/);
  });

  it('hashes a seller under each of its keys, retired ones too', () => {
    const both = parseKeyRing(JSON.stringify({ current: 2, retired: [1], '1': ROOT, '2': `${ROOT}x` }));
    expect(keyedHashes(both, 'us', 's1')).toContain(keyedHash(ring, 'us', 's1'));
    expect(keyedHashes(both, 'us', 's1')).toContain(keyedHash(both, 'us', 's1'));
    expect(keyedHash(ring, 'us', 's1')).not.toBe(keyedHash(ring, 'de', 's1'));
    expect(keyedHash(ring, 'us', 's1')).toMatch(/^[0-9a-f]{64}$/);
  });
});
