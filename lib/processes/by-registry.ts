import type { ProcessEntry } from '../rounds/process.ts';
import { withFields } from '../rounds/plain-row.ts';
import type { RoundRow } from '../rounds/row.ts';
import { covers } from './scope.ts';

/** Rows of a file with what the registry alone says of exposure: a process that everybody in its scope meets is met by
 *  them while it runs, and by nobody else. What the file says itself stands; of rounds without a date nothing follows. */
export function withRegistry(
  rows: readonly RoundRow[],
  registry: readonly ProcessEntry[],
): readonly RoundRow[] {
  const everybodys = registry.filter(({ exposure }) => exposure === 'everybody');
  return everybodys.length === 0 ? rows : rows.map((row) => withDoses(row, everybodys));
}

function withDoses(row: RoundRow, everybodys: readonly ProcessEntry[]): RoundRow {
  const { askedAt } = row;
  if (askedAt === null) return row;
  const doses = everybodys.map((entry) => {
    const runs = entry.startAt <= askedAt && (entry.endAt === undefined || askedAt < entry.endAt);
    return [entry.process, runs && covers(entry, row) ? 1 : 0] as const;
  });
  return withFields(row, { processes: { ...Object.fromEntries(doses), ...row.processes } });
}

/** The processes that a file says nothing of: neither exposure nor arm in any row. */
export function unmentioned(rows: readonly RoundRow[], registry: readonly ProcessEntry[]): string[] {
  const silent = new Set(registry.map(({ process }) => process));
  for (const { processes, assignments = {} } of rows) {
    if (silent.size === 0) break;
    for (const process of silent) if (process in processes || process in assignments) silent.delete(process);
  }
  return [...silent];
}
