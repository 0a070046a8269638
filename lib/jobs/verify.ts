import type { Runtime, Methods } from '../report/methods.ts';
import { alertsSchema, rulesOf } from '../report/alerts-schema.ts';
import type { Files } from '../store/files.ts';
import { firstDifference, valueDifference, type Difference } from './difference.ts';
import { readHistory } from './history.ts';
import { type Lost, rederive, type Rederived } from './rederive.ts';
import {
  jsonIn,
  methodsIn,
  readFolder,
  readPermalink,
  spoiledIn,
  type ReportFolder,
} from './report-folder.ts';
import type { RunReport } from './run-report.ts';

export interface VerifyParts {
  readonly files: Pick<Files, 'get'>;
  readonly reports: Pick<Files, 'get' | 'list'>;
  readonly installed: Maker;
}

/** What makes reports here. */
export interface Maker {
  readonly runtime: Runtime;
  readonly codeVersion: string;
  readonly reportVersion: string;
}

/** `bytes`: every file was made again and is the same. `numbers`: its files are those that were published, and every number of
 *  `estimates.json` was computed again to nine digits, where another machine or version gives other bytes. */
export type Verdict =
  | { readonly verdict: 'verified'; readonly by: 'bytes' | 'numbers'; readonly files: number }
  | ({ readonly verdict: 'mismatch'; readonly file: string; readonly why: string } & Partial<Difference>)
  | ({ readonly verdict: 'not re-derivable' } & Lost);

export type Verification = Verdict & {
  readonly permalink: string;
  /** What is otherwise here than where the report was made; empty where nothing is. */
  readonly otherwise: readonly string[];
};

/** Makes a published report again from the snapshots of its run and holds the two against each other; writes nothing. What
 *  the files of the folder say is believed only as far as their hashes hold.
 *  @throws RangeError for what is no permalink */
export async function verify(parts: VerifyParts, permalink: string): Promise<Verification> {
  const place = readPermalink(permalink);
  if (place === undefined)
    throw new RangeError(`verify requires a permalink, reports/<tenant>/<period>/<hash>, found ${permalink}`);
  const folder = await readFolder(parts.reports, permalink);
  if (folder.size === 0)
    return { verdict: 'mismatch', file: permalink, why: 'is not there', permalink, otherwise: [] };
  const methods = methodsIn(folder);
  const otherwise = methods === undefined ? [] : otherwiseThan(methods, parts.installed);
  return { ...(await verdictOn(parts, { permalink, folder, methods, otherwise })), permalink, otherwise };
}

interface Subject {
  readonly permalink: string;
  readonly folder: ReportFolder;
  readonly methods: Methods | undefined;
  readonly otherwise: readonly string[];
}

async function verdictOn(parts: VerifyParts, subject: Subject): Promise<Verdict> {
  const { permalink, folder, otherwise } = subject;
  const again = await makeAgain(parts, subject);
  // the very files that were published, whatever lies in the folder now
  if (again?.kind === 'made' && again.report.permalink === permalink) return byBytes(folder, again.report);
  const [spoiled] = spoiledIn(permalink, folder);
  if (spoiled) return { verdict: 'mismatch', ...spoiled, ...differenceIn(again, folder, spoiled.file) };
  if (again === undefined) return { verdict: 'mismatch', file: 'methods.json', why: 'names no run' };
  if (again.kind === 'spoiled') return { verdict: 'mismatch', ...again.spoiled };
  if (again.kind === 'lost') return { verdict: 'not re-derivable', ...again.lost };
  return otherwise.length === 0 ? byBytes(folder, again.report) : byNumbers(folder, again.report);
}

/** Undefined where the folder does not say what it was made from. */
async function makeAgain(
  { files, reports, installed }: VerifyParts,
  { permalink, folder, methods }: Subject,
): Promise<Rederived | undefined> {
  const tenant = readPermalink(permalink)?.tenant ?? '';
  const entry = (await readHistory(reports, tenant)).find((each) => each.permalink === permalink);
  const runId = entry?.runId ?? methods?.runId;
  if (!runId) return undefined;
  const alerts = jsonIn(folder, 'alerts.json', alertsSchema)?.alerts ?? [];
  const about = { id: tenant, name: methods?.marketplace ?? tenant, report: { alerts: rulesOf(alerts) } };
  const { runtime, reportVersion } = methods ?? installed;
  return rederive({ files, reports, tenant: about, runtime, reportVersion }, { tenant, runId });
}

function otherwiseThan({ runtime, codeVersion, reportVersion }: Methods, here: Maker): string[] {
  const differences = [
    ['computed by', machine(runtime), machine(here.runtime)],
    ['computed by version', codeVersion, here.codeVersion],
    ['drawn by version', reportVersion, here.reportVersion],
  ] as const;
  return differences.flatMap(([what, there, found]) =>
    there === found ? [] : [`${what} ${there}, here is ${found}`],
  );
}

const machine = ({ node, arch }: Runtime): string => `Node ${node} on ${arch}`;

function differenceIn(again: Rederived | undefined, folder: ReportFolder, file: string): Partial<Difference> {
  if (again?.kind !== 'made') return {};
  const made = again.report.files.find(([name]) => name === file)?.[1];
  const stored = folder.get(file);
  return (made !== undefined && stored && firstDifference(file, stored, Buffer.from(made))) || {};
}

const OTHER = 'is not what its snapshots give';

function byBytes(folder: ReportFolder, { files }: RunReport): Verdict {
  for (const [file, content] of files) {
    const stored = folder.get(file);
    if (stored === undefined) return { verdict: 'mismatch', file, why: 'is missing' };
    const found = firstDifference(file, stored, Buffer.from(content));
    if (found) return { verdict: 'mismatch', file, why: OTHER, ...found };
  }
  const names = new Set(files.map(([name]) => name));
  const more = [...folder.keys()].find((name) => !names.has(name));
  if (more !== undefined) return { verdict: 'mismatch', file: more, why: 'was not published' };
  return { verdict: 'verified', by: 'bytes', files: files.length };
}

function byNumbers(folder: ReportFolder, { files }: RunReport): Verdict {
  const file = 'estimates.json';
  const made = files.find(([name]) => name === file)?.[1] ?? '';
  const found = valueDifference(numbersIn(folder.get(file) ?? ''), numbersIn(made), agree);
  if (found) return { verdict: 'mismatch', file, why: OTHER, ...found };
  return { verdict: 'verified', by: 'numbers', files: folder.size };
}

/** But for how a maximum was reached: another machine takes other steps to the same one. */
function numbersIn(content: string | Uint8Array): unknown {
  const text = Buffer.from(content).toString('utf8');
  return JSON.parse(text, (key, value: unknown) => (key === 'convergence' ? undefined : value));
}

const DIGITS = 1e-9; // relative
const ROUNDING = 1e-12; // what cancels out to about zero

/** Numbers agree to nine digits; words may quote numbers, and a later version may say more. */
function agree(published: unknown, derived: unknown): boolean {
  if (published === undefined || typeof published === 'string') return true;
  if (typeof published !== 'number' || typeof derived !== 'number') return published === derived;
  const largest = Math.max(Math.abs(published), Math.abs(derived));
  return Math.abs(published - derived) <= Math.max(DIGITS * largest, ROUNDING);
}
