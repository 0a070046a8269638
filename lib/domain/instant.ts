/** Time is normalised at the door. As text, `…T02:00:00Z` sorts after `…T02:00:00.000Z`; a branded string that only
 *  `parseInstant` makes keeps the two from ever being compared. */
declare const instantBrand: unique symbol;

/** UTC, RFC 3339, always with milliseconds: `2026-11-22T02:00:00.000Z`. Compares as text. */
export type Instant = string & { readonly [instantBrand]: true };

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** The instant an RFC 3339 text names, or undefined if it names none. */
export function parseInstant(text: string): Instant | undefined {
  if (isInstant(text)) return text;
  if (!RFC_3339.test(text) || !isDay(text.slice(0, 10))) return undefined;
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? undefined : toInstant(parsed);
}

const WRITTEN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const MONTHS = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]; // days

/** Whether a text is an instant as it is written here: nearly all that are read again, without a date being made of them. */
function isInstant(text: string): text is Instant {
  if (!WRITTEN.test(text)) return false;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  if (day < 1 || day > (MONTHS[month] ?? 0)) return false;
  if (month === 2 && day === 29 && !isLeap(year)) return false;
  return digits(text, 11, 13) < 24 && digits(text, 14, 16) < 60 && digits(text, 17, 19) < 60;
}

function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at += 1) number = 10 * number + text.charCodeAt(at) - 48;
  return number;
}

/** Gregorian, before it began too. */
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** JavaScript reads 2026-02-31 as the third of March. */
function isDay(date: string): boolean {
  const parsed = Date.parse(date);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(date);
}

/** The instant at a number of milliseconds since 1970-01-01T00:00:00Z.
 *  @throws RangeError outside the range of dates */
export function toInstant(sinceEpoch: number): Instant {
  return new Date(sinceEpoch).toISOString() as Instant;
}

/** Milliseconds since 1970-01-01T00:00:00Z. */
export function milliseconds(instant: Instant): number {
  return Date.parse(instant);
}

export const DAY = 24 * 60 * 60 * 1000; // milliseconds

/** The instant `days` after (or, if negative, before) another. */
export function addDays(instant: Instant, days: number): Instant {
  return toInstant(milliseconds(instant) + days * DAY);
}
