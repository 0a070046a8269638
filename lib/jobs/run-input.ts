import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { REJECTIONS_KEPT, type RoundsFile } from '../rounds/rounds-file.ts';
import { inputSchema } from '../trust/estimates.ts';
import type { Snapshot } from './snapshot.ts';

/** What a run read: `input` of the estimates but for what the estimators could use of it. */
export const runInputSchema = z.omit(inputSchema, { usable: true });
export type RunInput = z.infer<typeof runInputSchema>;

/** Counts what the snapshots held; the hash is over their hashes in the order of their ranges. */
export function runInput(snapshots: readonly Snapshot[], files: readonly RoundsFile[]): RunInput {
  const sum = (of: (file: RoundsFile) => number) => files.reduce((total, file) => total + of(file), 0);
  const hash = createHash('sha256');
  for (const { sha256 } of snapshots) hash.update(sha256);
  return {
    sha256: hash.digest('hex'),
    rows: sum(({ total }) => total),
    accepted: sum(({ rows }) => rows.length),
    rejected: sum(({ rejected }) => rejected),
    rejections: files.flatMap(({ rejections }) => rejections).slice(0, REJECTIONS_KEPT),
  };
}
