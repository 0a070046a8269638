import { setTimeout as pause } from 'node:timers/promises';
import type { Files } from '../store/files.ts';

/** What a file is to hold, and what came of it. Without a text it stays as it is. */
export interface Change<Outcome> {
  readonly text?: string;
  readonly outcome: Outcome;
}

const ATTEMPTS = 20;
const AT_ONCE = 5; // attempts without a pause

/** Changes a file that others may be changing: reads it, decides, and swaps; whoever finds it changed looks again.
 *  @param decide from the text that is there (undefined: none)
 *  @throws RangeError when it changes under it 20 times in a row */
export async function changeFile<Outcome>(
  files: Pick<Files, 'get' | 'swap'>,
  key: string,
  decide: (there: string | undefined) => Change<Outcome>,
): Promise<Outcome> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const stored = await files.get(key);
    const { text, outcome } = decide(stored && new TextDecoder().decode(stored.body));
    if (text === undefined || (await files.swap(key, text, stored?.etag)) === 'swapped') return outcome;
    if (attempt > AT_ONCE) await pause(10 * attempt);
  }
  throw new RangeError(`${key} changed ${ATTEMPTS} times while it was being swapped; run the job again`);
}
