import * as z from 'zod/mini';
import { sellersCsv } from '../report/data-files.ts';
import type { RoundsFile } from '../rounds/rounds-file.ts';
import type { Files } from '../store/files.ts';
import { estimateSellers } from '../trust/estimate-sellers.ts';
import { scoresOf, scoresSchema } from '../trust/night/drift.ts';
import { inOrder } from '../trust/night/replaced-totals.ts';
import { partTotalsSchema, totalsOf } from '../trust/part-totals.ts';
import { compare } from '../trust/sequence.ts';
import type { TrustFit } from '../trust/trust-fit.ts';
import { countReference, referencePartSchema } from './reference.ts';
import { putRunFile, runKey, type Run } from './run-files.ts';
import { snapshotInput, snapshotInputSchema } from './run-input.ts';
import { rangeName, type ShardRange } from './shard-range.ts';

/** What a run's estimates need of one shard range. */
const partSchema = z.strictObject({
  input: snapshotInputSchema,
  totals: partTotalsSchema,
  scores: scoresSchema, // at the parameters used
});
type Part = z.infer<typeof partSchema>;

/** Everything a run finds of the sellers of one shard range. */
export interface ShardEstimates extends Part {
  readonly reference: z.infer<typeof referencePartSchema>;
  /** Lines of its table of sellers, without a heading, in the order of their texts. */
  readonly lines: readonly string[];
}

/** @param read whole sellers
 *  @param referenceSegment in which sellers are alike; null: none */
export function estimateAll(
  read: RoundsFile,
  fit: TrustFit,
  referenceSegment: string | null,
): ShardEstimates {
  const estimated = estimateSellers(read.rows, fit);
  return {
    input: snapshotInput(read),
    totals: inOrder(totalsOf(estimated)),
    scores: scoresOf(read.rows, fit),
    reference: countReference(read.rows, referenceSegment),
    lines: linesIn(sellersCsv(estimated.sellers)).toSorted(compare),
  };
}

/** Writes all of it; the part, without which the rest says nothing, at last.
 *  @returns the part's key */
export async function putShard(
  files: Files,
  run: Run,
  range: ShardRange,
  { reference, lines, input, totals, scores }: ShardEstimates,
): Promise<string> {
  const part: Part = { input, totals, scores };
  await putRunFile(files, run, referenceName(range), JSON.stringify(reference));
  await putRunFile(files, run, sellersName(range), [HEADING, ...lines].map((line) => `${line}\r\n`).join(''));
  return putRunFile(files, run, partName(range), JSON.stringify(part));
}

/** What a run wrote of a range; undefined where not all of it is there. */
export async function readShard(
  files: Pick<Files, 'get'>,
  run: Run,
  range: ShardRange,
): Promise<ShardEstimates | undefined> {
  const names = [partName(range), referenceName(range), sellersName(range)];
  const [part, reference, table] = await Promise.all(names.map((name) => textOf(files, run, name)));
  if (part === undefined || reference === undefined || table === undefined) return undefined;
  return {
    ...partSchema.parse(JSON.parse(part)),
    reference: referencePartSchema.parse(JSON.parse(reference)),
    lines: linesIn(table),
  };
}

/** @throws RangeError where the run has not estimated the range */
export async function getPart(files: Pick<Files, 'get'>, run: Run, range: ShardRange): Promise<Part> {
  const text = await textOf(files, run, partName(range));
  if (text !== undefined) return partSchema.parse(JSON.parse(text));
  throw new RangeError(`${runKey(run, partName(range))} does not exist; estimate its sellers first`);
}

async function textOf(files: Pick<Files, 'get'>, run: Run, name: string): Promise<string | undefined> {
  const stored = await files.get(runKey(run, name));
  return stored && new TextDecoder().decode(stored.body);
}

/** No cell holds a line's end. */
const linesIn = (table: string): string[] => table.split(/\r?\n/u).slice(1, -1);
const HEADING = sellersCsv([]).trimEnd();

const partName = (range: ShardRange): string => `out/${rangeName(range)}.json`;

/** One line a seller and recommender. */
export const sellersName = (range: ShardRange): string => `sellers/${rangeName(range)}.csv`;

export const referenceName = (range: ShardRange): string => `reference/${rangeName(range)}.json`;
