import type { Files } from '../../lib/store/files.ts';

/** A machine that dies at a write, before or after the write took effect. */
export interface Fault {
  readonly write: number; // 1 = the first
  readonly when: 'before' | 'after';
}

export class Interrupted extends Error {}

/** Files at whose n-th write the machine dies; afterwards they work again, as for the retry. */
export function interruptedFiles(files: Files, { write, when }: Fault): Files & { writes(): number } {
  let writes = 0;
  const dying = async <Result>(effect: () => Promise<Result>): Promise<Result> => {
    writes += 1;
    const dies = writes === write;
    if (dies && when === 'before') throw new Interrupted(`before write ${write}`);
    const result = await effect();
    if (dies) throw new Interrupted(`after write ${write}`);
    return result;
  };
  return {
    get: (key) => files.get(key),
    list: (prefix) => files.list(prefix),
    put: (key, body, options) => dying(() => files.put(key, body, options)),
    swap: (key, body, etag) => dying(() => files.swap(key, body, etag)),
    writes: () => writes,
  };
}

/** Runs a job again for as long as the machine dies under it, as the state machine does. */
export async function untilDone<Result>(job: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await job();
    } catch (error) {
      if (!(error instanceof Interrupted) || attempt === 4) throw error;
    }
  }
}
