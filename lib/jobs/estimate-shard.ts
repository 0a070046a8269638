import * as z from 'zod/mini';
import type { Files } from '../store/files.ts';
import { parseTrustFit } from '../trust/trust-fit.ts';
import { readManifest } from './manifest-file.ts';
import { putNews } from './night/news.ts';
import { type Replaced, type ReplaceOrder, replacedShard } from './night/replaced-shard.ts';
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
  const replaced = await replacedInNight(files, { run, snapshot, fit, referenceSegment, base });
  const shard = replaced?.shard ?? estimateAll(await wholeSnapshot(files, snapshot), fit, referenceSegment);
  const sellers = replaced?.shard ? replaced.changed.sellers : null;
  return { key: await putShard(files, run, snapshot.range, shard), sellers };
}

/** Undefined of a full run. */
async function replacedInNight(
  files: Files,
  { base, ...order }: Omit<ReplaceOrder, 'base' | 'fitOf'> & { readonly base: string | null },
): Promise<Replaced | undefined> {
  const { run, snapshot } = order;
  const fitOf = base === null ? undefined : (await readManifest(files, run))?.fitOf;
  if (base === null || fitOf === undefined) return undefined;
  const replaced = await replacedShard(files, { ...order, base, fitOf: fitOf.runId });
  await putNews(files, run, snapshot.range, replaced?.changed.byRecommender ?? null);
  return replaced;
}
