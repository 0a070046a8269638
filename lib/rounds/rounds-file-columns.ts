import { nearest } from '../domain/nearest.ts';
import type { Rejection } from './row.ts';

/** The columns of a rounds file, in the order they are written. */
export const COLUMNS = [
  'seller_id',
  'recommender',
  'round',
  'asked_at',
  'prior_plan',
  'recommended',
  'chosen',
  'outcome',
  'unit',
  'lower_bound',
  'upper_bound',
  'trust_rating',
  'trust_item',
  'suspect',
  'outcome_seen',
  'outcome_seen_at',
  'response',
  'result',
  'outcome_censored',
  'fidelity',
  'prior_plan_repeat',
  'recommended_before_jitter',
  'platform_forecast',
  'platform_margin',
  'underage_cost',
  'overage_cost',
] as const;
export type Column = (typeof COLUMNS)[number];

/** `process_<name>`, `arm_<name>`, `segment_<name>` and `x_<name>`: as many as a file has. */
const FAMILY = /^(process|arm|segment|x)_([A-Za-z0-9][A-Za-z0-9._-]{0,63})$/;
const FAMILIES = ['process', 'arm', 'segment', 'x'] as const;
export type Family = (typeof FAMILIES)[number];

/** The family and name of an open-ended column, or undefined if it is none. */
export function familyOf(column: string): { family: Family; name: string } | undefined {
  const [, family, name] = FAMILY.exec(column) ?? [];
  const known = FAMILIES.find((each) => each === family);
  return known === undefined || name === undefined ? undefined : { family: known, name };
}

export function isColumn(name: string): boolean {
  return (COLUMNS as readonly string[]).includes(name) || familyOf(name) !== undefined;
}

/** What is wrong with a header, one rejection a fault; empty when the file can be read. */
export function checkHeader(columns: readonly string[], line = 1): Rejection[] {
  const faults: Rejection[] = [];
  const refuse = (field: string, reason: string) =>
    faults.push({ line, field: cut(field), value: cut(field), reason });
  columns.forEach((column, index) => {
    if (!isColumn(column)) refuse(column || `column ${index + 1}`, unknownColumn(column));
    else if (columns.indexOf(column) !== index)
      refuse(column, 'this column is there twice; keep one of them');
  });
  for (const missing of missingColumns(columns))
    faults.push({ line, field: missing, value: '', reason: missingColumn(missing) });
  return faults;
}

/** Why a column is refused, and what it may have been meant to be. */
export function unknownColumn(column: string): string {
  if (column === '') return 'a column without a name; name it or remove it';
  const meant = nearest(column, COLUMNS);
  const fix = meant === undefined ? '' : `did you mean ${meant}? If not, `;
  return `not a column of a rounds file; ${fix}rename it x_${plain(column)} (a covariate) or segment_${plain(column)} (a group), or remove it`;
}

function missingColumns(columns: readonly string[]): string[] {
  const required = ['seller_id', 'recommender', 'recommended'].filter((name) => !columns.includes(name));
  return columns.includes('round') || columns.includes('asked_at') ? required : [...required, 'round'];
}

function missingColumn(column: string): string {
  if (column === 'round')
    return 'neither round nor asked_at is there; add round (1, 2, 3 …) or asked_at (2026-11-22T09:00:00Z)';
  return `this column is missing; add ${column}`;
}

const plain = (column: string) =>
  column
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 40) || 'name';

/** At most 80 characters, without line ends or other control characters: fit for one line of a terminal or a log. */
export function cut(value: string): string {
  // oxlint-disable-next-line no-control-regex
  const shown = value.slice(0, 81).replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '\uFFFD');
  return shown.length > 80 ? `${shown.slice(0, 79)}…` : shown;
}

/** A value as JSON, to be shown. JSON can be read deeper than it can be written: `JSON.stringify` recurses. */
export function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch (cause) {
    if (cause instanceof RangeError) return '(nested too deeply to show)';
    throw cause;
  }
}
