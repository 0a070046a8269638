import type { VersionedFiles } from '../store/earlier-versions.ts';
import type { StoredFile } from '../store/files.ts';
import { unbundled } from './bundle.ts';
import { isMark, putMark } from './snapshot-mark.ts';
import { strike, type Struck } from './strike.ts';
import type { Erased } from './whose.ts';

/** The buckets that hold files about single sellers. Reports hold aggregates only. */
export interface Buckets {
  readonly files: VersionedFiles;
  readonly intake: VersionedFiles;
}

/** Where files about sellers lie; the names under which an erasure counts them. */
export const AREAS = ['snapshots', 'runs', 'dropped', 'answers'] as const;
export type Area = (typeof AREAS)[number];
/** What an erasure counts files under: earlier versions of all areas together. */
export type CountedArea = Area | 'earlierVersions';

/** Called before a file loses lines, so that no interruption leaves a loss untold. */
export type Begin = (hash: string, file: { area: CountedArea; name: string; lines: number }) => Promise<void>;

/** Takes every line about erased sellers out of every file of a tenant, then out of earlier versions, which go whole. Can
 *  be interrupted and run again.
 *  @returns how many files changed */
export async function forgetFiles(
  buckets: Buckets,
  tenant: string,
  erased: Erased,
  begin: Begin,
): Promise<number> {
  let changed = 0;
  for (const area of AREAS) {
    const { files, prefix } = placeOf(buckets, tenant, area);
    for (const key of await files.list(prefix)) {
      if (isMark(key) || namesNobody(key)) continue;
      if (await rewrite(files, { area, key }, erased, begin)) changed += 1;
    }
    for (const version of await files.earlier(prefix)) {
      const bytes = await files.getEarlier(version);
      const struck = bytes && strike(version.key, bytes, erased);
      if (struck === undefined) continue;
      const name = `${version.key}?${version.version}`;
      await beginAll(begin, { area: 'earlierVersions', name }, struck);
      await files.dropEarlier(version);
      changed += 1;
    }
  }
  return changed;
}

/** A run keeps sums of each pass and tallies of each range, some thousands of files of a large one, without a seller in them. */
const namesNobody = (key: string): boolean => /^runs\/[^/]+\/[^/]+\/(?:pass|reference)\//u.test(key);

/** Bucket and common start of the keys of an area. */
export function placeOf({ files, intake }: Buckets, tenant: string, area: Area) {
  const places = {
    snapshots: { files, prefix: `snapshots/${tenant}/` },
    runs: { files, prefix: `runs/${tenant}/` },
    dropped: { files: intake, prefix: `in/${tenant}/` },
    answers: { files: intake, prefix: `out/${tenant}/` },
  };
  return places[area];
}

interface Place {
  readonly area: Area;
  readonly key: string;
}

const ATTEMPTS = 10;

/** @returns whether it had to be */
async function rewrite(
  files: VersionedFiles,
  { area, key }: Place,
  erased: Erased,
  begin: Begin,
): Promise<boolean> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const stored = await files.get(key);
    const struck = stored && strike(key, stored.body, erased);
    if (stored === undefined || struck === undefined) return attempt > 1;
    await beginAll(begin, { area, name: key }, struck);
    const marked =
      !key.endsWith('.jsonl.gz') ||
      area !== 'snapshots' ||
      (await mark(files, key, stored, struck)) === 'swapped';
    if (marked && (await files.swap(key, struck.bytes, stored.etag)) === 'swapped') return true;
  }
  throw new Error(`${key} was being written by others all the time; erase again`);
}

async function beginAll(
  begin: Begin,
  file: { area: CountedArea; name: string },
  { lines }: Struck,
): Promise<void> {
  for (const [hash, count] of lines) await begin(hash, { ...file, lines: count });
}

/** A snapshot is named by what it held: from now on its mark says that it holds less. */
function mark(files: VersionedFiles, key: string, { body }: StoredFile, { bytes, lines }: Struck) {
  const [from, to] = [unbundled(body).sha256, unbundled(bytes).sha256];
  return putMark(files, key, { from, to, sellers: lines.size });
}
