import { readFileSync } from 'node:fs';
import { toInstant, type Instant } from '../lib/domain/instant.ts';
import { nearest } from '../lib/domain/nearest.ts';
import { readRegistry } from '../lib/intake/registry-file.ts';
import { unmentioned, withRegistry } from '../lib/processes/by-registry.ts';
import { registryAt, type Process } from '../lib/rounds/process.ts';
import type { RoundRow } from '../lib/rounds/row.ts';
import { rejectionWords } from './analysis-words.ts';
import { UsageError } from './command.ts';
import { plainCause } from './whole-file.ts';

const END_OF_TIME = toInstant(Date.UTC(9999, 11, 31));

/** The registry a file holds, as it was at an instant.
 *  @throws UsageError with every fault when one of its rows cannot be read: a process left out would change the effects of
 *  the others */
export async function readProcesses(path: string | undefined, asOf: Instant): Promise<Process[] | undefined> {
  if (path === undefined) return undefined;
  const { processes, rejections } = await readRegistry(bytesOf(path), END_OF_TIME);
  if (rejections.length === 0) return registryAt(processes, asOf);
  const faults = rejectionWords({ rejections, rejected: 0 }).map((line) => `  ${line}`);
  throw new UsageError(`--processes ${path} cannot be read as a registry:\n${faults.join('\n')}`);
}

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new UsageError(`cannot read ${path}: ${plainCause(cause)}`);
  }
}

/** Rows with what the registry alone says of exposure; a process that the rows do not mention goes to stderr. */
export function underRegistry(
  rows: readonly RoundRow[],
  processes: readonly Process[] | undefined,
): readonly RoundRow[] {
  if (processes === undefined) return rows;
  const filled = withRegistry(rows, processes);
  for (const process of unmentioned(filled, processes))
    console.error(
      `The rounds say nothing of process ${process}: no process_${process}, no arm_${process}${hint(process, rows)}`,
    );
  return filled;
}

function hint(process: string, rows: readonly RoundRow[]): string {
  const names = new Set<string>();
  for (const row of rows)
    for (const name of Object.keys({ ...row.processes, ...row.assignments })) names.add(name);
  const meant = nearest(process, [...names]);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}
