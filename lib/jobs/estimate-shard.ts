import * as z from 'zod/mini';
import { estimateSellers } from '../trust/estimate-sellers.ts';
import { parseTrustFit } from '../trust/trust-fit.ts';
import type { Files } from '../store/files.ts';
import { countReference } from './reference.ts';
import { getRunFile, putRunFile, runSchema } from './run-files.ts';
import { rangeName } from './shard-range.ts';
import { snapshotSchema, wholeSnapshot, type Snapshot } from './snapshot.ts';

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
  const { rows } = await wholeSnapshot(files, snapshot);

  const part = estimateSellers(rows, fitted);
  const counted = countReference(rows, referenceSegment);

  await putRunFile(files, run, referenceName(snapshot), JSON.stringify(counted));
  return { key: await putRunFile(files, run, partName(snapshot), JSON.stringify(part)) };
}

export function partName({ range }: Snapshot): string {
  return `out/${rangeName(range)}.json`;
}

export function referenceName({ range }: Snapshot): string {
  return `reference/${rangeName(range)}.json`;
}
