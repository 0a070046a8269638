import { createHash } from 'node:crypto';
import type { Files } from '../store/files.ts';
import { memoryFiles } from '../store/memory-files.ts';
import { sideBySide } from '../store/side-by-side.ts';
import { estimateShard } from './estimate-shard.ts';
import { fitRun } from './fit-run.ts';
import { hashedKey } from './hashed-file.ts';
import { manifestSchema, runIdOf, type Manifest } from './manifest.ts';
import { readFolder, spoiledIn, type Spoiled } from './report-folder.ts';
import { keepFit } from './night/kept-fit.ts';
import { makePasses } from './passes.ts';
import { putRunFile, runKey, type Run } from './run-files.ts';
import { type ReportMaker, type RunReport, runReport } from './run-report.ts';
import { getSnapshot, type Snapshot } from './snapshot.ts';
import { summarise } from './summarise.ts';

export interface Rederiver extends Omit<ReportMaker, 'files' | 'reports'> {
  readonly files: Pick<Files, 'get'>;
  readonly reports: Pick<Files, 'get' | 'list'>;
}

/** What a report can be made from no more. */
export interface Lost {
  readonly erasedSince: number; // sellers whose rounds are gone
  readonly missing: readonly string[]; // keys of what has expired
}

export type Rederived =
  | { readonly kind: 'made'; readonly report: RunReport }
  | { readonly kind: 'lost'; readonly lost: Lost }
  | { readonly kind: 'spoiled'; readonly spoiled: Spoiled };

/** Makes a run's report once more from the snapshots it names, by the very jobs that made it. They write into memory: the
 *  stage is only read. */
export async function rederive(parts: Rederiver, run: Run): Promise<Rederived> {
  const manifest = await manifestOf(parts.files, run);
  if ('file' in manifest) return { kind: 'spoiled', spoiled: manifest };
  if ('missing' in manifest) return { kind: 'lost', lost: manifest };

  const fitted = manifest.fitOf && (await manifestOf(parts.files, { ...run, runId: manifest.fitOf.runId }));
  if (fitted && 'file' in fitted) return { kind: 'spoiled', spoiled: fitted };
  if (fitted && 'missing' in fitted) return { kind: 'lost', lost: fitted };

  const files = scratch(parts.files, (fitted ?? manifest).spread === undefined);
  const found = await stateOf(parts, files, manifest, fitted);
  if (found) return found;

  const full = fitted ?? manifest;
  await makeFit(files, full);
  if (fitted) {
    await putRunFile(files, run, 'manifest.json', JSON.stringify(manifest));
    await keepFit(files, manifest, { ...run, runId: runIdOf(fitted) });
  }
  for (const snapshot of manifest.snapshots) await estimateShard(files, { ...run, snapshot }, null);
  await summarise(files, run);
  return { kind: 'made', report: await runReport({ ...parts, files }, run) };
}

/** Fits a full run's models, in as many passes as it takes. */
async function makeFit(files: Files, manifest: Manifest): Promise<void> {
  const run = { tenant: manifest.tenant, runId: runIdOf(manifest) };
  await putRunFile(files, run, 'manifest.json', JSON.stringify(manifest));
  const { passing } = await fitRun(files, manifest);
  if (passing) await makePasses(files, run, manifest.snapshots);
}

/** Why a run cannot be made again; undefined where everything is there.
 *  @param fitted the run whose fit it keeps */
async function stateOf(
  { reports }: Rederiver,
  files: Pick<Files, 'get'>,
  manifest: Manifest,
  fitted: Manifest | undefined,
): Promise<Exclude<Rederived, { kind: 'made' }> | undefined> {
  const own = await inputsOf(files, manifest);
  const kept = fitted ? await inputsOf(files, fitted) : [];
  const before = await beforeOf(reports, manifest);
  const spoiled = [...own, ...kept, ...before].find((each) => 'file' in each);
  if (spoiled) return { kind: 'spoiled', spoiled };
  const losses = [[...own, ...before], kept].map((states) =>
    lostOf(states.filter((each) => 'missing' in each)),
  );
  const lost = eitherLost(losses);
  return lost && { kind: 'lost', lost };
}

/** What jobs write stays in memory; of the stage they read snapshots and no run.
 *  @param keep whether snapshots are few enough to be read once and kept */
function scratch(stage: Pick<Files, 'get'>, keep: boolean): Files {
  const memory = memoryFiles();
  return {
    ...memory,
    async get(key) {
      const known = await memory.get(key);
      if (known !== undefined || !key.startsWith('snapshots/')) return known;
      const stored = await stage.get(key);
      if (stored !== undefined && keep) await memory.put(key, stored.body);
      return stored;
    },
  };
}

/** A run is named by its manifest: one that names another run is not the one that was made. */
async function manifestOf(files: Pick<Files, 'get'>, run: Run): Promise<Manifest | Lost | Spoiled> {
  const file = runKey(run, 'manifest.json');
  const stored = await files.get(file);
  if (stored === undefined) return { erasedSince: 0, missing: [file] };
  try {
    const manifest = manifestSchema.parse(JSON.parse(new TextDecoder().decode(stored.body)));
    return runIdOf(manifest) === run.runId ? manifest : { file, why: 'is of another run than its folder' };
  } catch {
    return { file, why: 'cannot be read' };
  }
}

const READS_AT_ONCE = 2;

async function inputsOf(files: Pick<Files, 'get'>, { tenant, snapshots }: Manifest) {
  const beside = snapshots.flatMap(({ registry, survey }) => [
    ...(registry ? [registry] : []),
    ...(survey ? [{ key: hashedKey(tenant, survey), sha256: survey }] : []),
  ]);
  return [
    ...(await sideBySide(READS_AT_ONCE, snapshots, (snapshot) => snapshotState(files, snapshot))),
    ...(await sideBySide(READS_AT_ONCE, beside, (file) => hashedState(files, file))),
  ];
}

const WHOLE: Lost = { erasedSince: 0, missing: [] };

async function snapshotState(files: Pick<Files, 'get'>, snapshot: Snapshot): Promise<Lost | Spoiled> {
  const { key } = snapshot;
  if ((await files.get(key)) === undefined) return { erasedSince: 0, missing: [key] };
  try {
    const found = await getSnapshot(files, snapshot);
    return 'erasedSince' in found ? { ...WHOLE, erasedSince: found.erasedSince } : WHOLE;
  } catch {
    return { file: key, why: 'does not hold what its name says' };
  }
}

async function hashedState(
  files: Pick<Files, 'get'>,
  { key, sha256 }: { readonly key: string; readonly sha256: string },
): Promise<Lost | Spoiled> {
  const stored = await files.get(key);
  if (stored === undefined) return { erasedSince: 0, missing: [key] };
  const found = createHash('sha256').update(stored.body).digest('hex');
  return found === sha256 ? WHOLE : { file: key, why: 'does not hold what its name says' };
}

/** A report tells changes since the one before, and begins its alerts where that one left them; a night's has the segments of the full
 *  one it brings up to date. */
async function beforeOf(
  reports: Pick<Files, 'get' | 'list'>,
  { settings: { since }, fitOf }: Manifest,
): Promise<(Lost | Spoiled)[]> {
  const permalinks = [since, fitOf].flatMap((place) => place?.permalink ?? []);
  return (await Promise.all(permalinks.map((permalink) => folderState(reports, permalink)))).flat();
}

async function folderState(
  reports: Pick<Files, 'get' | 'list'>,
  permalink: string,
): Promise<(Lost | Spoiled)[]> {
  const folder = await readFolder(reports, permalink);
  if (folder.size === 0) return [{ erasedSince: 0, missing: [permalink] }];
  return spoiledIn(permalink, folder).map(({ file, why }) => ({ file: `${permalink}/${file}`, why }));
}

function lostOf(states: readonly Lost[]): Lost | undefined {
  const erasedSince = states.reduce((sum, each) => sum + each.erasedSince, 0);
  const missing = states.flatMap((each) => each.missing);
  return erasedSince > 0 || missing.length > 0 ? { erasedSince, missing } : undefined;
}

/** Of the snapshots of two runs: who was erased from both is one seller. */
function eitherLost(losses: readonly (Lost | undefined)[]): Lost | undefined {
  const found = losses.filter((each) => each !== undefined);
  if (found.length === 0) return undefined;
  const missing = [...new Set(found.flatMap((each) => each.missing))];
  return { erasedSince: Math.max(...found.map(({ erasedSince }) => erasedSince)), missing };
}
