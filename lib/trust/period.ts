import { DAY, milliseconds, type Instant } from '../domain/instant.ts';
import type { RoundRow } from '../rounds/row.ts';
import { compare } from './sequence.ts';

/** The period a round belongs to: its ISO week, or its number where rounds are only numbered. */
export function periodOf(row: RoundRow): string {
  return row.askedAt === null ? String(row.position) : isoWeek(row.askedAt);
}

/** ISO 8601 week of an instant in UTC, `2026-W47`: the week belongs to the year of its Thursday. */
export function isoWeek(instant: Instant): string {
  const day = Math.floor(milliseconds(instant) / DAY);
  const known = WEEKS.get(day);
  if (known !== undefined) return known;
  const week = weekOf(day);
  WEEKS.set(day, week);
  return week;
}

/** Weeks by day since 1970: rounds are many, days are few. */
const WEEKS = new Map<number, string>();

function weekOf(day: number): string {
  const midnight = day * DAY;
  const weekday = (new Date(midnight).getUTCDay() + 6) % 7; // Monday 0
  const thursday = new Date(midnight + (3 - weekday) * DAY);
  const year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY));
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** Numbers by size, weeks by text. */
export function comparePeriods(a: string, b: string): number {
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? compare(a, b) : difference;
}
