import * as z from 'zod/mini';
import { sellersCsv } from '../report/data-files.ts';
import { estimateSellers } from '../trust/estimate-sellers.ts';
import { totalsOf } from '../trust/part-totals.ts';
import { parseTrustFit } from '../trust/trust-fit.ts';
import type { Files } from '../store/files.ts';
import { type Part, partName, referenceName, sellersName } from './part.ts';
import { countReference } from './reference.ts';
import { getRunFile, putRunFile, runSchema } from './run-files.ts';
import { snapshotInput } from './run-input.ts';
import { snapshotSchema, wholeSnapshot } from './snapshot.ts';

export const estimateOrderSchema = z.strictObject({ ...runSchema.shape, snapshot: snapshotSchema });
export type EstimateOrder = z.infer<typeof estimateOrderSchema>;

/** Estimates the trust of the sellers of one snapshot under the run's fit, and counts what their ledgers tell of each other.
 *  @param referenceSegment in which sellers are alike; null: none */
export async function estimateShard(
  files: Files,
  { snapshot, ...run }: EstimateOrder,
  referenceSegment: string | null,
): Promise<{ key: string }> {
  const fitted = parseTrustFit(await getRunFile(files, run, 'fit.json'));
  const read = await wholeSnapshot(files, snapshot);

  const estimated = estimateSellers(read.rows, fitted);
  const counted = countReference(read.rows, referenceSegment);
  const part: Part = { input: snapshotInput(read), totals: totalsOf(estimated) };

  await putRunFile(files, run, referenceName(snapshot), JSON.stringify(counted));
  await putRunFile(files, run, sellersName(snapshot), sellersCsv(estimated.sellers));
  return { key: await putRunFile(files, run, partName(snapshot), JSON.stringify(part)) };
}
