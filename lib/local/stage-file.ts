import { join } from 'node:path';
import * as z from 'zod/mini';
import { readIfThere, remove, writeWhole } from './folder.ts';

/** `<dir>/stage.json`: how other programs on this machine find the running stage. */
const stageFileSchema = z.strictObject({
  pid: z.int(),
  endpoint: z.url(), // AWS, for an SDK's `endpoint`; access key id `local-operator`
  region: z.string(),
  site: z.url(), // the HTTP API
  page: z.url(), // the local page
  /** What the stacks put out: tables, buckets, machines by name. */
  outputs: z.record(z.string(), z.string()),
});
export type StageFile = z.infer<typeof stageFileSchema>;

export function writeStageFile(directory: string, stage: StageFile): void {
  writeWhole(join(directory, 'stage.json'), JSON.stringify(stage, undefined, 1));
}

export function removeStageFile(directory: string): void {
  remove(join(directory, 'stage.json'));
}

/** The stage that runs on a folder, or undefined if none does: a file left by a killed one does not count. */
export async function findStage(directory: string): Promise<StageFile | undefined> {
  const stage = readStageFile(directory);
  if (stage === undefined) return undefined;
  const answer = await fetch(new URL('/stage.json', stage.page)).catch(() => undefined);
  const found = answer?.ok ? stageFileSchema.safeParse(await answer.json()) : undefined;
  return found?.success && found.data.pid === stage.pid ? stage : undefined;
}

/** What the last stage on this folder wrote, whether it still runs or not. */
export function readStageFile(directory: string): StageFile | undefined {
  const kept = readIfThere(join(directory, 'stage.json'));
  return kept === undefined ? undefined : stageFileSchema.parse(JSON.parse(kept.toString('utf8')));
}
