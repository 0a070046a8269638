import * as z from 'zod/mini';
import type { Files } from '../store/files.ts';
import { partTotalsSchema } from '../trust/part-totals.ts';
import { getRunFile, type Run } from './run-files.ts';
import { snapshotInputSchema } from './run-input.ts';
import { rangeName } from './shard-range.ts';
import type { Snapshot } from './snapshot.ts';

/** What a run's estimates need of one snapshot; lines of single sellers lie beside it. */
const partSchema = z.strictObject({ input: snapshotInputSchema, totals: partTotalsSchema });
export type Part = z.infer<typeof partSchema>;

export async function getPart(files: Pick<Files, 'get'>, run: Run, snapshot: Snapshot): Promise<Part> {
  return partSchema.parse(JSON.parse(await getRunFile(files, run, partName(snapshot))));
}

export const partName = ({ range }: Snapshot): string => `out/${rangeName(range)}.json`;

/** One line a seller and recommender. */
export const sellersName = ({ range }: Snapshot): string => `sellers/${rangeName(range)}.csv`;

export const referenceName = ({ range }: Snapshot): string => `reference/${rangeName(range)}.json`;
