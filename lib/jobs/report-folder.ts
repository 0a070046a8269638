import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { methodsSchema, type Methods } from '../report/methods.ts';
import type { Files } from '../store/files.ts';
import { sideBySide } from '../store/side-by-side.ts';
import { contentHash } from './run-report.ts';

/** A report as it lies in the report bucket, by the names of its files. */
export type ReportFolder = ReadonlyMap<string, Uint8Array>;

const PERMALINK = /^reports\/([a-z0-9-]+)\/(\d{4}-W\d{2})\/([0-9a-f]{32})$/;

/** What a permalink names; undefined where it is none. */
export function readPermalink(text: string) {
  const [, tenant, period, hash] = PERMALINK.exec(text) ?? [];
  return tenant && period && hash ? { tenant, period, hash } : undefined;
}

/** Connections may all have been closed while a report was made; the SDK tries again some 35 calls before it gives up. */
const READS_AT_ONCE = 16;

/** Every file of a report's folder; none where there is no such report. */
export async function readFolder(
  reports: Pick<Files, 'get' | 'list'>,
  permalink: string,
): Promise<ReportFolder> {
  const keys = await reports.list(`${permalink}/`);
  const bodies = await sideBySide(READS_AT_ONCE, keys, async (key) => (await reports.get(key))?.body);
  return new Map(keys.map((key, at) => [key.slice(permalink.length + 1), bodies[at] ?? new Uint8Array()]));
}

/** A file that is not what was published, and in which way. */
export interface Spoiled {
  readonly file: string;
  readonly why: string;
}

/** Which files of a folder are not what was published: the last step of its permalink is the hash of all, and `methods.json`
 *  has the hash of every other one. */
export function spoiledIn(permalink: string, folder: ReportFolder): Spoiled[] {
  const methods = methodsIn(folder);
  if (methods === undefined) return [{ file: 'methods.json', why: 'is missing or cannot be read' }];
  const listed = new Map(methods.files.map(({ name, sha256 }) => [name, sha256]));
  const changed = [...listed].flatMap(([file, sha256]) => {
    const body = folder.get(file);
    if (body === undefined) return [{ file, why: 'is missing' }];
    return hashOf(body) === sha256 ? [] : [{ file, why: 'does not hold what was published' }];
  });
  const added = [...folder.keys()].filter((file) => file !== 'methods.json' && !listed.has(file));
  const found = [...changed, ...added.map((file) => ({ file, why: 'was not published' }))];
  const whole = contentHash([...folder]) === readPermalink(permalink)?.hash;
  if (found.length > 0 || whole) return found;
  return [{ file: 'methods.json', why: 'does not hold what was published' }];
}

/** `methods.json` of a folder; undefined where it is missing or cannot be read. */
export function methodsIn(folder: ReportFolder): Methods | undefined {
  return jsonIn(folder, 'methods.json', methodsSchema);
}

/** A file of a folder by its schema; undefined where it is missing or cannot be read. */
export function jsonIn<T>(folder: ReportFolder, name: string, schema: z.ZodMiniType<T>): T | undefined {
  try {
    const read = z.safeParse(schema, JSON.parse(new TextDecoder().decode(folder.get(name))));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

const hashOf = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');
