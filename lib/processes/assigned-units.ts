import { entryAt, type Process, type ProcessEntry } from '../rounds/process.ts';
import type { RoundRow } from '../rounds/row.ts';

/** What an experiment assigns: a seller, a seller with a recommender, or a round. */
export interface Unit {
  readonly arm: string | null; // null: in more than one
  readonly entry: ProcessEntry; // the version it was first met under
  readonly stratum: string;
}

/** Units by what drew them: the versions of an experiment that differ in it. */
export function groupsOf(units: readonly Unit[]): { entry: ProcessEntry; units: Unit[] }[] {
  const byEntry = new Map<ProcessEntry, Unit[]>();
  for (const unit of units) {
    const members = byEntry.get(unit.entry);
    if (members === undefined) byEntry.set(unit.entry, [unit]);
    else members.push(unit);
  }
  const groups = new Map<string, { entry: ProcessEntry; units: Unit[] }>();
  for (const [entry, members] of byEntry) {
    const drawnBy = JSON.stringify(entry.experiment);
    const known = groups.get(drawnBy)?.units ?? [];
    groups.set(drawnBy, { entry, units: [...known, ...members] });
  }
  return [...groups.values()];
}

export function strataOf(units: readonly Unit[]): [string, Unit[]][] {
  const strata = new Map<string, Unit[]>();
  for (const unit of units) {
    const members = strata.get(unit.stratum);
    if (members === undefined) strata.set(unit.stratum, [unit]);
    else members.push(unit);
  }
  return [...strata].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** What was assigned, each once, with the version of the experiment it was first met under. */
export function unitsOf(process: Process, rows: readonly RoundRow[]): Map<string, Unit> {
  const units = new Map<string, Unit>();
  const last = entryLast(process);
  rows.forEach((row, index) => {
    const arm = row.assignments?.[process.process];
    if (arm === undefined) return;
    const entry = (row.askedAt === null ? undefined : entryAt(process, row.askedAt)) ?? last;
    if (entry.experiment === undefined) return;
    const name = nameOf(entry.experiment.unit, row, index);
    const known = units.get(name);
    const stratum = row.segments[entry.experiment.stratifyBy ?? ''] ?? '(not known)';
    if (known === undefined) units.set(name, { arm, entry, stratum });
    else if (known.arm !== arm) units.set(name, { ...known, arm: null });
  });
  return units;
}

const entryLast = (process: Process): ProcessEntry => process.versions.at(-1)?.entry ?? process;

function nameOf(
  unit: NonNullable<ProcessEntry['experiment']>['unit'],
  { sellerId, recommender }: RoundRow,
  index: number,
): string {
  if (unit === 'round') return String(index);
  return unit === 'seller' ? sellerId : `${sellerId}\0${recommender}`;
}
