import { isRefused, readFlag, readNumber } from '../rounds/rounds-file-cell.ts';
import type { Cells } from '../rounds/rounds-file-row.ts';
import { readArms } from './arms-cell.ts';
import type { Candidate } from './candidate.ts';
import { shown } from './refusal.ts';
import { columnOf, type Column, type TableKind } from './table-columns.ts';

/** A row of a dropped file as the event it stands for. Its id is the file's kind: the same row dropped again, in whatever
 *  file, is the same event. */
export function rowCandidate(place: number, cells: Cells, name: string, kind: TableKind): Candidate {
  const data: Record<string, unknown> = {};
  for (const [column, cell] of Object.entries(cells)) {
    if (column === kind.time) continue;
    const known = columnOf(kind, column);
    if (known === undefined)
      return refused(place, column, cell, 'not a column of this kind of file; remove it');
    const value = valueOf(cell, known.as);
    if (isRefused(value)) return refused(place, column, cell, value.refused);
    if (value !== undefined) put(data, known, value);
  }
  const time = valueOf(cells[kind.time], 'text') ?? valueOf(cells[kind.timeElse ?? ''], 'text');
  const event = { specversion: '1.0', id: name, source: 'file', type: kind.type, time, data };
  return { place, value: event, nameField: (field) => columnNamed(kind, field) };
}

function valueOf(cell: unknown, as: Column['as']) {
  if (as === 'number') return readNumber(cell) ?? undefined;
  if (as === 'flag') return readFlag(cell) ?? undefined;
  if (as === 'arms' && typeof cell === 'string') return readArms(cell);
  if (cell === null || cell === undefined) return undefined;
  if (as === 'list' && typeof cell === 'string') {
    const entries = cell.split('|').map((entry) => entry.trim());
    return entries.filter((entry) => entry !== '');
  }
  if (typeof cell !== 'string') return typeof cell === 'number' ? String(cell) : cell;
  return cell.trim() === '' ? undefined : cell.trim();
}

function put(data: Record<string, unknown>, { field, member }: Column & { member?: string }, value: unknown) {
  const steps = [...field.split('.'), ...(member === undefined ? [] : [member])];
  const inside = steps.slice(0, -1).reduce((parent, step) => {
    const child = { ...Object(parent[step]) };
    parent[step] = child;
    return child;
  }, data);
  inside[steps.at(-1) ?? ''] = value;
}

/** The column that a field of the event came from: what the sender can look up. */
function columnNamed(kind: TableKind, path: string): string {
  if (path === 'time') return kind.time;
  const sought = path.replace(/^data\./, '');
  const columns = Object.entries(kind.columns);
  const named = (fits: (field: string) => boolean) => columns.find(([, { field }]) => fits(field))?.[0];
  const column =
    named((field) => field === sought) ??
    named((field) => sought.startsWith(`${field}.`) || field.startsWith(`${sought}.`));
  if (column !== undefined) return column;
  const families = Object.entries(kind.families ?? {});
  const family = families.find(([, { field }]) => sought === field || sought.startsWith(`${field}.`));
  return family === undefined ? path : `${family[0]}${sought.slice(family[1].field.length + 1)}`;
}

function refused(place: number, field: string, cell: unknown, reason: string): Candidate {
  return { place, fault: { field, value: shown(cell), reason } };
}
