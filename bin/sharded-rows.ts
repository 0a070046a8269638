import type { RoundRow } from '../lib/rounds/row.ts';
import { shardOf } from '../lib/store/key.ts';

export const SHARDS = 1024;
/** Rows of which sequences are made at once. */
const ROWS_A_RANGE = 25_000;

/** Which rows are whose shard's, in memory that threads share. */
export interface ShardedRows {
  readonly sellers: number;
  /** Places of rows, those of a shard together, in the order of the rows. */
  readonly places: Int32Array;
  /** Where in `places` each shard begins; one more: where the last ends. */
  readonly starts: Int32Array;
}

/** Neighbouring shards, `to` not among them. */
export interface ShardRange {
  readonly from: number;
  readonly to: number;
}

export function sharded(rows: readonly RoundRow[]): ShardedRows {
  const shardOfRow = new Uint16Array(rows.length);
  const known = new Map<string, number>();
  const starts = new Int32Array(new SharedArrayBuffer(4 * (SHARDS + 1)));
  rows.forEach(({ sellerId }, place) => {
    let shard = known.get(sellerId);
    if (shard === undefined) known.set(sellerId, (shard = shardOf(sellerId)));
    shardOfRow[place] = shard;
    starts[shard + 1] = (starts[shard + 1] as number) + 1;
  });
  for (let shard = 0; shard < SHARDS; shard++)
    starts[shard + 1] = (starts[shard + 1] as number) + (starts[shard] as number);
  const next = starts.slice();
  const places = new Int32Array(new SharedArrayBuffer(4 * rows.length));
  shardOfRow.forEach((shard, place) => {
    const at = next[shard] as number;
    places[at] = place;
    next[shard] = at + 1;
  });
  return { sellers: known.size, places, starts };
}

export function placesIn({ places, starts }: ShardedRows, { from, to }: ShardRange): Int32Array {
  return places.subarray(starts[from], starts[to]);
}

/** All shards in ranges that follow each other.
 *  @param count of ranges as long as one another; absent: of some `ROWS_A_RANGE` rows each */
export function rangesOf({ starts }: Pick<ShardedRows, 'starts'>, count?: number): ShardRange[] {
  const ranges: ShardRange[] = [];
  let from = 0;
  for (let to = 1; to <= SHARDS; to++) {
    const rows = (starts[to] as number) - (starts[from] as number);
    const isFull = count === undefined ? rows >= ROWS_A_RANGE : to * count >= (ranges.length + 1) * SHARDS;
    if (!isFull && to < SHARDS) continue;
    ranges.push({ from, to });
    from = to;
  }
  return ranges;
}
