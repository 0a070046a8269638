import * as z from 'zod/mini';
import type { Files } from '../store/files.ts';
import { parseTrustFit } from '../trust/trust-fit.ts';
import { replacedShard } from './night/replaced-shard.ts';
import { estimateAll, putShard } from './part.ts';
import { getRunFile, runSchema } from './run-files.ts';
import { snapshotSchema, wholeSnapshot } from './snapshot.ts';

export const estimateOrderSchema = z.strictObject({
  ...runSchema.shape,
  snapshot: snapshotSchema,
  /** Of a night: the run it rests on; null: none. */
  base: z.exactOptional(z.nullable(runSchema.shape.runId)),
});
export type EstimateOrder = z.infer<typeof estimateOrderSchema>;

/** Estimates the trust of the sellers of one snapshot under the run's fit, and counts what their ledgers tell of each other: of a night
 *  that keeps its base's fit, of the sellers whose rounds are others than there; the files are the same.
 *  @param referenceSegment in which sellers are alike; null: none
 *  @returns also how many sellers were estimated; null: all */
export async function estimateShard(
  files: Files,
  { snapshot, base = null, ...run }: EstimateOrder,
  referenceSegment: string | null,
): Promise<{ key: string; sellers: number | null }> {
  const fit = parseTrustFit(await getRunFile(files, run, 'fit.json'));
  const order = { run, snapshot, fit, referenceSegment };
  const replaced = base === null ? undefined : await replacedShard(files, { ...order, base });
  const shard = replaced?.shard ?? estimateAll(await wholeSnapshot(files, snapshot), fit, referenceSegment);
  return { key: await putShard(files, run, snapshot.range, shard), sellers: replaced?.sellers ?? null };
}
