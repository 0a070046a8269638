import { milliseconds } from '../../domain/instant.ts';
import type { Process, ProcessEntry } from '../../rounds/process.ts';
import type { RoundRow } from '../../rounds/row.ts';
import { covers } from '../scope.ts';
import { POLICY_STABILITY } from '../stability.ts';

/** A process as the rounds and the registry show it. */
export interface Practice {
  readonly process: string;
  readonly entry: Process | null; // null: only a column of the file tells of it
  readonly kind: string;
  readonly design: 'experiment' | 'rollout' | 'observational';
  /** The rounds it is about, in the order of the input. */
  readonly rows: readonly RoundRow[];
  readonly everything: readonly RoundRow[]; // rounds after its end and outside its scope too
  /** When it began, on the scale of `position`; undefined where rounds are only numbered, or nobody said. */
  readonly startsAt: number | undefined;
}

/** Every process that rounds or registry know of, in the order of names. Without an entry it is an experiment where arms
 *  were assigned, else observational: the weakest claim. Rounds after its end, and outside its scope, are none of its. */
export function practicesOf(rows: readonly RoundRow[], registry: readonly Process[]): Practice[] {
  const assigned = new Set(rows.flatMap(({ assignments = {} }) => Object.keys(assignments)));
  const exposed = new Set(rows.flatMap(({ processes }) => Object.keys(processes)));
  const entries = new Map(registry.map((entry) => [entry.process, entry]));
  const dated = rows.every(({ askedAt }) => askedAt !== null);
  return [...new Set([...assigned, ...exposed, ...entries.keys()])].toSorted().map((process) => {
    const entry = entries.get(process) ?? null;
    return {
      process,
      entry,
      kind: entry?.kind ?? (process === POLICY_STABILITY ? 'stability' : 'other'),
      design: entry?.design ?? (assigned.has(process) ? 'experiment' : 'observational'),
      everything: rows,
      rows: entry === null ? rows : rows.filter((row) => isOf(entry, row, dated)),
      startsAt: entry !== null && dated ? milliseconds(entry.startAt) : undefined,
    };
  });
}

function isOf(entry: ProcessEntry, row: RoundRow, dated: boolean): boolean {
  const over = dated && entry.endAt !== undefined && row.position >= milliseconds(entry.endAt);
  return !over && covers(entry, row);
}

/** What a round met of a process; undefined: not known, which is not none (decision 0069). */
export function doseOf({ process }: Pick<Practice, 'process'>, { processes }: RoundRow): number | undefined {
  return processes[process];
}
