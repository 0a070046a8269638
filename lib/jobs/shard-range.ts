import * as z from 'zod/mini';
import { SHARDS } from '../store/table.ts';

const shard = z.int().check(z.minimum(0), z.maximum(SHARDS - 1));

/** The shards one worker handles: `from` and `to` both included, 0 to 1023. */
export const shardRangeSchema = z
  .strictObject({ from: shard, to: shard })
  .check(z.refine(({ from, to }) => from <= to, 'not a range; from must not be above to'));
export type ShardRange = z.infer<typeof shardRangeSchema>;

/** All shards in ranges of `shardsPerWorker`, in order.
 *  @throws RangeError unless `shardsPerWorker` divides 1024 */
export function shardRanges(shardsPerWorker: number): ShardRange[] {
  if (!Number.isInteger(shardsPerWorker) || !Number.isInteger(SHARDS / shardsPerWorker)) {
    throw new RangeError(`shardRanges requires a divisor of ${SHARDS}, found ${shardsPerWorker}`);
  }
  return Array.from({ length: SHARDS / shardsPerWorker }, (_, index) => ({
    from: index * shardsPerWorker,
    to: (index + 1) * shardsPerWorker - 1,
  }));
}

/** Every shard of a range, ascending. */
export function shardsOf({ from, to }: ShardRange): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** `0256-0511`: sorts as the range does; part of file names. */
export function rangeName({ from, to }: ShardRange): string {
  return `${String(from).padStart(4, '0')}-${String(to).padStart(4, '0')}`;
}

export function sameRange(a: ShardRange, b: ShardRange): boolean {
  return a.from === b.from && a.to === b.to;
}
