import * as z from 'zod/mini';
import type { Files } from '../store/files.ts';
import { sideBySide } from '../store/side-by-side.ts';
import { addParts } from '../trust/spread/add-parts.ts';
import { parsePassPart, type PassPart } from '../trust/spread/pass-part.ts';
import { parseSpreadState, type SpreadState } from '../trust/spread/spread-state.ts';
import { nextSpread, passOver } from '../trust/spread/spread.ts';
import { getManifest } from './manifest-file.ts';
import { getRunFile, putRunFile, runKey, runSchema, type Run } from './run-files.ts';
import { rangeName, type ShardRange } from './shard-range.ts';
import { type Snapshot, wholeSnapshot } from './snapshot.ts';

/** How far the fit of a run has come. `passing`: a pass over all sellers has to be made, the one of this number; `fit.json` is
 *  there once none has to. */
export interface Fitting {
  readonly runId: string;
  readonly rows: number;
  readonly passing: boolean;
  readonly pass: number;
}

export const passSchema = z.strictObject({ ...runSchema.shape, pass: z.int().check(z.minimum(0)) });
export type Pass = z.infer<typeof passSchema>;

/** Five to eight are usual; up to forty where a variance near zero has to be searched for on a small sample. */
export const MOST_PASSES = 100;

const READS_AT_ONCE = 16;

/** A run's part of a pass: what the sellers of one snapshot say where the search asks. */
export async function passShard(
  files: Files,
  { pass, snapshot, ...run }: Pass & { readonly snapshot: Snapshot },
): Promise<{ key: string }> {
  const state = await getState(files, run, pass);
  const { rows } = await wholeSnapshot(files, snapshot);
  const part = passOver(rows, state);
  return { key: await putRunFile(files, run, passName(pass, snapshot.range), JSON.stringify(part)) };
}

/** Adds the parts of a pass and takes the search as far as it goes with them: to the next pass, or to the fit.
 *  @throws RangeError when a part is missing, or after more passes than any fit should take */
export async function addPass(files: Files, { pass, ...run }: Pass): Promise<Fitting> {
  const state = await getState(files, run, pass);
  const { snapshots } = await getManifest(files, run);
  const next = nextSpread(state, await wholePass(files, { pass, ...run }, snapshots));
  const { rows } = state.total;
  if (!('pass' in next)) {
    await putRunFile(files, run, 'fit.json', JSON.stringify(next.fit));
    return { runId: run.runId, rows, passing: false, pass };
  }
  if (next.pass >= MOST_PASSES) throw new RangeError(unsettled(next));
  await putRunFile(files, run, stateName(next.pass), JSON.stringify(next));
  return { runId: run.runId, rows, passing: true, pass: next.pass };
}

/** All passes of a run, one after another, in this process. */
export async function makePasses(files: Files, run: Run, snapshots: readonly Snapshot[]): Promise<Fitting> {
  for (let pass = 0; ; pass += 1) {
    for (const snapshot of snapshots) await passShard(files, { ...run, pass, snapshot });
    const fitting = await addPass(files, { ...run, pass });
    if (!fitting.passing) return fitting;
  }
}

/** Where the fit of a run stands that was begun before. */
export async function farthestPass(files: Pick<Files, 'get'>, run: Run): Promise<Fitting> {
  const isThere = async (name: string) => (await files.get(runKey(run, name))) !== undefined;
  let pass = 0;
  while (await isThere(stateName(pass + 1))) pass += 1;
  const { rows } = (await getState(files, run, pass)).total;
  return { runId: run.runId, rows, passing: !(await isThere('fit.json')), pass };
}

export const stateName = (pass: number): string => `${folderOf(pass)}/state.json`;

const folderOf = (pass: number): string => `pass/${String(pass).padStart(2, '0')}`;
const passName = (pass: number, range: ShardRange): string => `${folderOf(pass)}/${rangeName(range)}.json`;

async function getState(files: Pick<Files, 'get'>, run: Run, pass: number): Promise<SpreadState> {
  return parseSpreadState(await getRunFile(files, run, stateName(pass)));
}

/** Parts are added as they come: their order changes no digit. */
async function wholePass(
  files: Pick<Files, 'get'>,
  { pass, ...run }: Pass,
  snapshots: readonly Snapshot[],
): Promise<PassPart> {
  let whole: PassPart | undefined;
  await sideBySide(READS_AT_ONCE, snapshots, async ({ range }) => {
    const part = parsePassPart(await getRunFile(files, run, passName(pass, range)));
    whole = whole === undefined ? part : addParts(whole, part);
  });
  if (whole === undefined) throw new RangeError(`run ${run.runId} has no snapshot to pass over`);
  return whole;
}

function unsettled({ searches }: SpreadState): string {
  const segments = searches.filter(({ needed }) => needed.length > 0).map(({ segment }) => segment);
  return `the fit of ${segments.join(', ')} has not settled in ${MOST_PASSES} passes; set analysis.rowsAtOnce to twice what it is, so that it begins on a larger sample, deploy, and start a new run`;
}
