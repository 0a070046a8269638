import * as z from 'zod/mini';
import { estimateSellers } from '../trust/estimate-sellers.ts';
import { parseTrustFit } from '../trust/trust-fit.ts';
import type { Files } from '../store/files.ts';
import { getRunFile, putRunFile, runSchema } from './run-files.ts';
import { rangeName } from './shard-range.ts';
import { snapshotSchema, wholeSnapshot, type Snapshot } from './snapshot.ts';

export const estimateOrderSchema = z.strictObject({ ...runSchema.shape, snapshot: snapshotSchema });
export type EstimateOrder = z.infer<typeof estimateOrderSchema>;

/** Estimates the trust of the sellers of one snapshot under the run's fit. */
export async function estimateShard(
  files: Files,
  { snapshot, ...run }: EstimateOrder,
): Promise<{ key: string }> {
  const fitted = parseTrustFit(await getRunFile(files, run, 'fit.json'));
  const { rows } = await wholeSnapshot(files, snapshot);

  const part = estimateSellers(rows, fitted);

  return { key: await putRunFile(files, run, partName(snapshot), JSON.stringify(part)) };
}

export function partName({ range }: Snapshot): string {
  return `out/${rangeName(range)}.json`;
}
