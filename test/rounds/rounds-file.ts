import { readRounds, type RoundsFile } from '../../lib/rounds/rounds-file.ts';
import { expect } from 'vitest';

export const HEADER = 'seller_id,recommender,round,prior_plan,recommended,chosen,outcome';
export const GOOD = 's1,pricing,1,10,12,11,12';
export const GOOD_TOO = 's1,pricing,2,10.5,12,11,12';

export const read = (text: string | Uint8Array, name = 'rounds.csv'): Promise<RoundsFile> =>
  readRounds({ name, bytes: typeof text === 'string' ? Buffer.from(text) : text });

export const csv = (...lines: readonly string[]) => read(`${lines.join('\n')}\n`);

/** A bad line between two good ones: what is said about it. Fails if a good one is lost. */
export async function refusal(
  line: string,
  header = HEADER,
  good: readonly [string, string] = [GOOD, GOOD_TOO],
) {
  const file = await csv(header, good[0], line, good[1]);
  expect(file.rows.map((row) => row.line)).toEqual([2, 4]);
  expect(file).toMatchObject({ total: 3, rejected: 1 });
  return file.rejections[0];
}
