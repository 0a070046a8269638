import type { Families } from './plain-row.ts';
import { readNumber, readText } from './rounds-file-cell.ts';
import { familyOf, type Family } from './rounds-file-columns.ts';
import type { Take } from './rounds-file-row.ts';

export interface FamilyColumn {
  readonly column: string;
  readonly family: Family;
  readonly name: string;
}

/** The columns under names of the file's own: `process_<name>`, `arm_<name>`, `segment_<name>` and `x_<name>`. */
export function familyColumns(columns: readonly string[]): FamilyColumn[] {
  return columns.flatMap((column) => {
    const found = familyOf(column);
    return found === undefined ? [] : [{ column, ...found }];
  });
}

const NONE: Families = { processes: {}, segments: {}, covariates: {} };

export function readFamilies(columns: readonly FamilyColumn[], take: Take): Families {
  if (columns.length === 0) return NONE;
  const processes: Record<string, number> = {};
  const assignments: Record<string, string> = {};
  const segments: Record<string, string> = {};
  const covariates: Record<string, number> = {};
  for (const { column, family, name } of columns) {
    if (family === 'segment') put(segments, name, take(column, readSegment));
    else if (family === 'arm') put(assignments, name, take(column, readArm));
    else put(family === 'process' ? processes : covariates, name, take(column, readNumberOrFlag));
  }
  const inNone = Object.keys(assignments).length === 0;
  return { processes, ...(!inNone && { assignments }), segments, covariates };
}

const readSegment = (cell: unknown) => readText(cell, 80);
const readArm = (cell: unknown) => readText(cell, 64);
const readNumberOrFlag = (cell: unknown) => readNumber(typeof cell === 'boolean' ? Number(cell) : cell);

function put<T>(record: Record<string, T>, name: string, value: T | null): void {
  if (value !== null) record[name] = value;
}
