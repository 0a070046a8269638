/** Rows up to which one process fits everything at once; above them the pooled fits go by passes and the rest rests on a sample. */
export const ROWS_AT_ONCE = 500_000;

const SHARDS = 1024;

/** How many of the 1,024 shards make the sample, from shard 0 on: their sellers, with all they did. 1,024: everybody, no sample.
 *  @throws RangeError unless both are counts, `rowsAtOnce` at least 1 */
export function shardsInSample(rows: number, rowsAtOnce: number = ROWS_AT_ONCE): number {
  if (!Number.isInteger(rows) || rows < 0 || !Number.isInteger(rowsAtOnce) || rowsAtOnce < 1)
    throw new RangeError('shardsInSample requires a number of rows and how many may be held at once');
  if (rows <= rowsAtOnce) return SHARDS;
  return Math.max(1, Math.floor((SHARDS * rowsAtOnce) / rows));
}
