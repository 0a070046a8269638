import { describe, expect, it } from 'vitest';
import { rangeName, shardRanges, shardRangeSchema, shardsOf } from '../../lib/jobs/shard-range.ts';
import { SHARDS } from '../../lib/store/table.ts';

describe('shard ranges', () => {
  it.each([1, 2, 16, 256, 1024])(
    'of %i shards hold every shard exactly once, in order',
    (shardsPerWorker) => {
      const ranges = shardRanges(shardsPerWorker);
      expect(ranges).toHaveLength(SHARDS / shardsPerWorker);
      expect(ranges.flatMap(shardsOf)).toEqual(Array.from({ length: SHARDS }, (_, shard) => shard));
      for (const range of ranges) expect(shardRangeSchema.parse(range)).toEqual(range);
    },
  );

  it.each([0, 3, 1000, 2048, 0.5, Number.NaN])('refuse %d, which does not divide 1024', (shardsPerWorker) => {
    expect(() => shardRanges(shardsPerWorker)).toThrow(RangeError);
  });

  it('have names that sort as they do', () => {
    const names = shardRanges(64).map(rangeName);
    expect([...names].sort()).toEqual(names);
    expect(names[1]).toBe('0064-0127');
  });

  it('are refused from outside when turned round or beyond the last shard', () => {
    expect(shardRangeSchema.safeParse({ from: 5, to: 4 }).success).toBe(false);
    expect(shardRangeSchema.safeParse({ from: 0, to: 1024 }).success).toBe(false);
  });
});
