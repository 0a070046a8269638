import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { REJECTIONS_KEPT, type RoundsFile } from '../rounds/rounds-file.ts';
import { inputSchema } from '../trust/estimates.ts';
import type { Snapshot } from './snapshot.ts';

/** What a run read: `input` of the estimates but for what the estimators could use of it. */
const runInputSchema = z.omit(inputSchema, { usable: true });
export type RunInput = z.infer<typeof runInputSchema>;

/** What was read of one snapshot. */
export const snapshotInputSchema = z.omit(runInputSchema, { sha256: true });
export type SnapshotInput = z.infer<typeof snapshotInputSchema>;

export function snapshotInput({ rows, rejected, rejections, total }: RoundsFile): SnapshotInput {
  return { rows: total, accepted: rows.length, rejected, rejections: [...rejections] };
}

/** Adds up what was read; the hash is over those of the shards, so that it does not tell how they were handed out.
 *  @param read by snapshot, in the order of their ranges as the snapshots */
export function runInput(snapshots: readonly Snapshot[], read: readonly SnapshotInput[]): RunInput {
  const sum = (of: (input: SnapshotInput) => number) => read.reduce((total, input) => total + of(input), 0);
  const hash = createHash('sha256');
  for (const { sha256, shards = [sha256] } of snapshots) for (const each of shards) hash.update(each);
  return {
    sha256: hash.digest('hex'),
    rows: sum(({ rows }) => rows),
    accepted: sum(({ accepted }) => accepted),
    rejected: sum(({ rejected }) => rejected),
    rejections: read.flatMap(({ rejections }) => rejections).slice(0, REJECTIONS_KEPT),
  };
}
