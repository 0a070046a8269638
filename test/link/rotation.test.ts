import {
  array,
  assert,
  check,
  constant,
  constantFrom,
  integer,
  nat,
  oneof,
  property,
  record,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Instant, milliseconds, toInstant } from '../../lib/domain/instant.ts';
import { keyedHash, keyedHashes } from '../../lib/link/keyed-hash.ts';
import { type KeyRing, parseKeyRing } from '../../lib/link/key-ring.ts';
import { withNewKey, withoutKey } from '../../lib/link/rotation.ts';
import { mintToken, readToken, tenantsByNumber } from '../../lib/link/token.ts';
import { ANNOUNCED } from '../../lib/store/key-ring-secret.ts';
import { NOW, TENANT } from '../survey/marketplace.ts';

const MINUTE = 60_000;
const FIRST = JSON.stringify({ current: 1, 1: 'a'.repeat(64) });
const TENANTS = tenantsByNumber([TENANT]);
const after = (minutes: number, start: Instant = NOW) => toInstant(milliseconds(start) + minutes * MINUTE);
const rotated = (text: string, now: Instant, announced = ANNOUNCED) =>
  withNewKey(text, {
    root: String(milliseconds(now)).padEnd(64, 'r'),
    now,
    from: toInstant(milliseconds(now) + announced),
  }).text;

const step = oneof(
  record({ do: constant('wait' as const), minutes: integer({ min: 1, max: 12 }) }),
  record({ do: constantFrom('rotate' as const, 'mint' as const), who: nat(3) }),
  record({ do: constantFrom('optOut' as const), who: nat(3), seller: nat(5) }),
);
const OLDEST_RING = 20; // minutes: kept for five, worked with for fifteen

/** Four functions, each with a ring as old as it may get, beside whoever rotates: after each step every link that was ever
 *  made must be genuine for everybody, and everybody must know who opted out. */
const nobodyIsLost = (announced: number) =>
  property(array(step, { minLength: 5, maxLength: 60 }), (steps) => {
    let text = FIRST;
    let now: Instant = NOW;
    const started = [0, 5, 10, 15].map((ago) => ({ ring: parseKeyRing(FIRST), at: after(-ago) }));
    const kept = new Map(started.entries());
    const ringOf = (who: number): KeyRing => {
      const held = kept.get(who);
      if (held !== undefined && now < after(OLDEST_RING, held.at)) return held.ring;
      const ring = parseKeyRing(text, now);
      kept.set(who, { ring, at: now });
      return ring;
    };
    const tokens: string[] = [];
    const ledger = new Map<string, string>();
    for (const one of steps) {
      if (one.do === 'wait') now = after(one.minutes, now);
      else if (one.do === 'rotate' && parseKeyRing(text, now).next === undefined)
        text = rotated(text, now, announced);
      else if (one.do === 'mint')
        tokens.push(mintToken(ringOf(one.who), TENANT, `i${tokens.length}`, 1).token);
      else if (one.do === 'optOut')
        ledger.set(keyedHash(ringOf(one.who), 'us', `s${one.seller}`), `s${one.seller}`);
      for (const who of [0, 1, 2, 3]) {
        const ring = ringOf(who);
        for (const token of tokens)
          if (readToken(ring, TENANTS, token) === undefined) throw new Error('a valid link was refused');
        for (const seller of ledger.values())
          if (!keyedHashes(ring, 'us', seller).some((hash) => ledger.has(hash)))
            throw new Error('an opt-out was forgotten');
      }
    }
  });

describe('a rotation', () => {
  it('loses no link and no opt-out, however old the rings in use', () => {
    assert(nobodyIsLost(ANNOUNCED), { numRuns: 300, seed: 7 });
  });

  it('would, were the new key used at once', () => {
    expect(check(nobodyIsLost(0), { numRuns: 300, seed: 7 }).failed).toBe(true);
  });

  it('announces the new key before it signs', () => {
    const text = rotated(FIRST, NOW);
    const announced = parseKeyRing(text, NOW);
    const from = after(30);
    expect(announced).toMatchObject({ current: 1, ids: [1, 2], next: { id: 2, from } });
    expect(announced).not.toHaveProperty('since');
    const taken = parseKeyRing(text, from);
    expect(taken).toMatchObject({ current: 2, ids: [1, 2], since: from });
    expect(taken).not.toHaveProperty('next');
    expect(() => rotated(text, after(29))).toThrow('key 2 takes over at');
    expect(parseKeyRing(rotated(text, from), after(60))).toMatchObject({ current: 3, ids: [1, 2, 3] });
  });

  it('stops where a byte ends', () => {
    const full = JSON.stringify({ current: 255, 255: 'a'.repeat(64) });
    expect(() => rotated(full, NOW)).toThrow('after 255 keys');
  });
});

describe('the end of a key', () => {
  const text = rotated(FIRST, NOW);
  const old = mintToken(parseKeyRing(FIRST), TENANT, 'i', 1).token;

  it('is refused while it signs, or is about to', () => {
    expect(() => withoutKey(text, 1, NOW)).toThrow('key 1 signs new links');
    expect(() => withoutKey(text, 2, NOW)).toThrow('key 2 signs new links');
    expect(() => withoutKey(text, 3, NOW)).toThrow('there is no key 3');
  });

  it('kills its links, not what the ledger knows by it; a second time changes nothing', () => {
    const ended = withoutKey(text, 1, after(60));
    const ring = parseKeyRing(ended, after(60));
    expect(readToken(parseKeyRing(text, after(60)), TENANTS, old)?.keyId).toBe(1);
    expect(readToken(ring, TENANTS, old)).toBeUndefined();
    expect(ring.since).toBe(after(30));
    expect(keyedHashes(ring, 'us', 's1')).toContain(keyedHash(parseKeyRing(FIRST), 'us', 's1'));
    expect(withoutKey(ended, 1, after(60))).toBe(ended);
    expect(parseKeyRing(rotated(ended, after(60)), after(90))).toMatchObject({ current: 3, retired: [1] });
  });
});
