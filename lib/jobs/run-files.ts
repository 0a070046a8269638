import * as z from 'zod/mini';
import { slug } from '../domain/identifier.ts';
import type { Files } from '../store/files.ts';

/** One run's place in the files bucket. */
export const runSchema = z.strictObject({
  tenant: slug,
  runId: z.string().check(z.regex(/^[0-9a-f]{32}$/, 'not a run id')),
});
export type Run = z.infer<typeof runSchema>;

/** A key under a run's folder. */
export function runKey({ tenant, runId }: Run, name: string): string {
  return `runs/${tenant}/${runId}/${name}`;
}

/** Writes a file of a run once: what is there already is the same, since a run's id names all its inputs. */
export async function putRunFile(files: Files, run: Run, name: string, text: string): Promise<string> {
  const key = runKey(run, name);
  await files.put(key, text, { ifAbsent: true });
  return key;
}

/** The text of a file of a run.
 *  @throws RangeError when the run has no such file */
export async function getRunFile(files: Pick<Files, 'get'>, run: Run, name: string): Promise<string> {
  const key = runKey(run, name);
  const stored = await files.get(key);
  if (stored === undefined) throw new RangeError(`${key} does not exist; run the job that writes it first`);
  return new TextDecoder().decode(stored.body);
}
