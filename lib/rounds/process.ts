import * as z from 'zod/mini';
import type { Instant } from '../domain/instant.ts';
import { isLater } from './merge.ts';
import { instantSchema } from './instant-schema.ts';
import { processChanged } from './process-event.ts';
import type { Fact } from './round.ts';

/** What the registry says about a practice that may change trust. */
export type ProcessEntry = Readonly<z.infer<typeof processChanged>>;

/** One `process.changed`: the entry that held from `at` until a later one replaced it. */
export interface ProcessVersion extends Fact {
  readonly entry: ProcessEntry;
}

/** A process as its last entry has it, and everything that was ever said about it. */
export type Process = ProcessEntry & {
  readonly versions: readonly ProcessVersion[]; // in the order of (at, id); the last is the entry
};

export const versionShape = {
  at: instantSchema,
  id: z.string(),
  ingestedAt: instantSchema,
  entry: processChanged,
};

/** A process as it travels in JSON: its versions say everything. */
export const processSchema = z.pipe(
  z.object({ versions: z.array(z.object(versionShape)) }),
  z.transform(({ versions }, context): Process => {
    const [process, ...more] = processesOf(versions);
    if (process !== undefined && more.length === 0) return process;
    context.issues.push({ code: 'custom', input: versions, message: 'not versions of one process' });
    return z.NEVER;
  }),
);

/** The entry that held at an instant; undefined before the first. */
export function entryAt({ versions }: Process, at: Instant): ProcessEntry | undefined {
  return versions.findLast((version) => version.at <= at)?.entry;
}

/** The registry from its versions in any order, heard any number of times: by process, in the order of names. */
export function processesOf(versions: Iterable<ProcessVersion>): Process[] {
  const byProcess = new Map<string, Map<string, ProcessVersion>>();
  for (const version of versions) {
    const { process } = version.entry;
    const known = byProcess.get(process) ?? new Map<string, ProcessVersion>();
    const told = `${version.at}\0${version.id}`;
    const heard = known.get(told);
    if (heard === undefined || version.ingestedAt < heard.ingestedAt) known.set(told, version);
    byProcess.set(process, known);
  }
  return [...byProcess]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, known]) => processOf([...known.values()]));
}

/** The registry as it was known at an instant: what was heard after the cut is not there. */
export function registryAt(processes: readonly Process[], cut: Instant): Process[] {
  return processesOf(
    processes.flatMap(({ versions }) => versions.filter(({ ingestedAt }) => ingestedAt <= cut)),
  );
}

function processOf(unordered: readonly ProcessVersion[]): Process[] {
  const versions = unordered.toSorted((a, b) => (isLater(a, b) ? 1 : -1));
  const last = versions.at(-1);
  return last === undefined ? [] : [{ ...last.entry, versions }];
}
