import { DAY, milliseconds, type Instant } from '../domain/instant.ts';

/** The ISO 8601 week of an instant, UTC: `2026-W47`. Weeks sort as text. The week belongs to its Thursday's year. */
export function periodOf(instant: Instant): string {
  const day = Math.floor(milliseconds(instant) / DAY); // days since Thursday 1970-01-01
  const thursday = day - (((day % 7) + 7 + 3) % 7) + 3;
  const year = new Date(thursday * DAY).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1) / DAY) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
