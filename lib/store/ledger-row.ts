import * as z from 'zod/mini';
import { instantSchema } from '../rounds/instant-schema.ts';
import { ROW_VERSION } from './row-schema.ts';

const counts = z.record(z.string(), z.int());
const inFiles = z.object({ files: z.int(), lines: z.int() });

/** A row of the ledger table: an opt-out is only its instant; an erasure also says how far it has come. */
export const ledgerRowSchema = z.object({
  v: z.literal(ROW_VERSION),
  at: instantSchema,
  /** From here on only files may still name her. */
  rowsGoneAt: z.exactOptional(instantSchema),
  doneAt: z.exactOptional(instantSchema),
  /** Rows that were deleted, by kind; `later`: once more, after a late write or a restore brought them back. */
  rows: z.exactOptional(counts),
  later: z.exactOptional(counts),
  /** Files from which her lines were taken, by area. */
  files: z.exactOptional(z.record(z.string(), inFiles)),
  /** The file that is being rewritten: counted with the next one, or at the end. */
  inHand: z.exactOptional(z.object({ area: z.string(), file: z.string(), lines: z.int() })),
});
export type LedgerRow = z.infer<typeof ledgerRowSchema>;

export type FileCounts = NonNullable<LedgerRow['files']>;

/** Counts the file in hand, which was finished if another one is begun.
 *  @returns the counts with it */
export function settled({ files = {}, inHand }: Pick<LedgerRow, 'files' | 'inHand'>): FileCounts {
  if (inHand === undefined) return files;
  const { files: before, lines } = files[inHand.area] ?? { files: 0, lines: 0 };
  return { ...files, [inHand.area]: { files: before + 1, lines: lines + inHand.lines } };
}
