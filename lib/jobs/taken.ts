import * as z from 'zod/mini';
import type { Files } from '../store/files.ts';
import { sideBySide } from '../store/side-by-side.ts';
import { getHashed, hashedKey, putHashed, sha256Schema } from './hashed-file.ts';
import { shardRangeSchema } from './shard-range.ts';
import { snapshotSchema, type Snapshot } from './snapshot.ts';

/** What the state machine hands on of a snapshot: what describes it lies in a file, named by its hash. The answers of 1,024 ranges
 *  travel together, in less than 256 KB. */
export const takenSchema = z.strictObject({ range: shardRangeSchema, rows: z.int(), record: sha256Schema });
export type Taken = z.infer<typeof takenSchema>;

const READS_AT_ONCE = 16;

/** Writes down what describes a snapshot. */
export async function putTaken(files: Files, tenant: string, snapshot: Snapshot): Promise<Taken> {
  const { sha256: record } = await putHashed(files, tenant, snapshot);
  return { range: snapshot.range, rows: snapshot.rows, record };
}

/** The snapshots that were taken, in the order of their answers.
 *  @throws RangeError when a description is missing or is not what its name says */
export function getTaken(
  files: Pick<Files, 'get'>,
  tenant: string,
  taken: readonly Taken[],
): Promise<Snapshot[]> {
  return sideBySide(READS_AT_ONCE, taken, async ({ record }) =>
    snapshotSchema.parse(await getHashed(files, { key: hashedKey(tenant, record), sha256: record })),
  );
}
