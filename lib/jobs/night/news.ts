import * as z from 'zod/mini';
import { SMALLEST_GROUP } from '../../report/suppression.ts';
import type { Files } from '../../store/files.ts';
import { sideBySide } from '../../store/side-by-side.ts';
import { getRunFile, putRunFile, type Run } from '../run-files.ts';
import { rangeName, type ShardRange } from '../shard-range.ts';

/** `news/<range>.json` of a night: of how many sellers something is new since its base, by recommender; null: it cannot be told. */
const newsSchema = z.nullable(z.record(z.string(), z.int()));
type News = z.infer<typeof newsSchema>;

const nameOf = (range: ShardRange): string => `news/${rangeName(range)}.json`;

export async function putNews(
  files: Files,
  run: Run,
  range: ShardRange,
  news: Readonly<Record<string, number>> | null,
): Promise<void> {
  await putRunFile(files, run, nameOf(range), JSON.stringify(news));
}

const READS_AT_ONCE = 16;

/** Whether a night's numbers may be told: the difference from those its base told is that of the sellers of whom something is new, so
 *  of each recommender they are as many as a group that may be told of, or nobody. */
export async function isTellable(
  files: Pick<Files, 'get'>,
  run: Run,
  ranges: readonly ShardRange[],
): Promise<boolean> {
  const parts = await sideBySide(READS_AT_ONCE, ranges, async (range) =>
    newsSchema.parse(JSON.parse(await getRunFile(files, run, nameOf(range)))),
  );
  const sums = summed(parts);
  if (sums === undefined) return false;
  const counts = [...sums.values()];
  return counts.length > 0 && counts.every((count) => count >= SMALLEST_GROUP);
}

function summed(parts: readonly News[]): ReadonlyMap<string, number> | undefined {
  const sums = new Map<string, number>();
  for (const part of parts) {
    if (part === null) return undefined;
    for (const [name, count] of Object.entries(part)) sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return sums;
}
