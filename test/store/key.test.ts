import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identifier } from '../../lib/domain/identifier.ts';
import {
  contactKey,
  linkKey,
  readSortKey,
  roundKey,
  sellerKey,
  sellerPrefix,
  shardOf,
  shardPartition,
} from '../../lib/store/key.ts';

const id = fc
  .string({ minLength: 1, maxLength: 40, unit: 'grapheme-ascii' })
  .filter((text) => identifier.safeParse(text).success);

describe('table keys', () => {
  it('put a seller into the shard of the first ten bits of her hash', () => {
    // sha256sum: 's1' begins with e8bc
    expect(shardOf('s1')).toBe(930);
    expect(roundKey('us', 's1', 'r1')).toEqual({ pk: 'us#0930', sk: 's1#R#r1' });
    expect(sellerKey('us', 's1')).toEqual({ pk: 'us#0930', sk: 's1#S' });
    expect(contactKey('us', 's1')).toEqual({ pk: 'us#0930', sk: 's1#C' });
    expect(linkKey('us', 'ab')).toEqual({ pk: 'us#LINK#ab', sk: 'LINK' });
  });

  it('spread sellers over all shards', () => {
    const shards = new Set(Array.from({ length: 20_000 }, (_, n) => shardOf(`seller-${n}`)));
    expect(shards.size).toBe(1024);
    expect(Math.min(...shards)).toBe(0);
    expect(Math.max(...shards)).toBe(1023);
  });

  it('are read back as they were made, for every id there may be', () => {
    fc.assert(
      fc.property(id, id, (sellerId, recommendationId) => {
        const { sk } = roundKey('us', sellerId, recommendationId);
        expect(readSortKey(sk)).toEqual({ kind: 'round', sellerId, recommendationId });
        expect(readSortKey(sellerKey('us', sellerId).sk)).toEqual({ kind: 'seller', sellerId });
      }),
      { seed: 5 },
    );
  });

  it('keep one seller together and apart from every other in the order of the table', () => {
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 2, maxLength: 8 }), (sellers) => {
        const keys = sellers.flatMap((sellerId) => [
          roundKey('us', sellerId, 'r1').sk,
          roundKey('us', sellerId, 'z').sk,
          sellerKey('us', sellerId).sk,
        ]);
        const order = keys.toSorted().map((sk) => readSortKey(sk)?.sellerId);
        const runs = order.filter((sellerId, index) => sellerId !== order[index - 1]);
        expect(runs).toHaveLength(sellers.length);
        for (const sellerId of sellers) {
          const { prefix } = sellerPrefix('us', sellerId);
          expect(keys.filter((sk) => sk.startsWith(prefix))).toHaveLength(3);
        }
      }),
      { seed: 6 },
    );
  });

  it('have no part that could reach into another row', () => {
    for (const bad of ['', 's1#R', '#'])
      for (const make of [
        () => roundKey('us', bad, 'r'),
        () => roundKey('us', 's', bad),
        () => roundKey(bad, 's', 'r'),
        () => linkKey('us', bad),
      ])
        expect(make).toThrow(RangeError);
    for (const shard of [-1, 1024, 1.5, Number.NaN])
      expect(() => shardPartition('us', shard)).toThrow(RangeError);
  });

  it('of a kind that is not known are read as none', () => {
    for (const sk of ['s1', 's1#X', 's1#R', 's1#R#', 's1#S#x', 's1#R#a#b', 's1#Z#1'])
      expect(readSortKey(sk)).toBeUndefined();
  });
});
