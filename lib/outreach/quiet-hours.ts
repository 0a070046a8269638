import { milliseconds, toInstant, type Instant } from '../domain/instant.ts';
import type { Tenant } from '../domain/tenant.ts';
import { isTimeZone } from '../domain/time-zone.ts';

export type QuietHours = NonNullable<Tenant['outreach']['quietHours']>;

const MINUTE = 60_000; // milliseconds
const LONGEST = 3 * 24 * 60; // minutes; a day that a zone leaves out can hold the only minutes that are not quiet

/** The first instant from `at` on that is outside the quiet hours of a zone's own clock: `at` itself, or a full minute.
 *  Walks the clock minute by minute, so that an hour which is left out or comes twice is what it is on her wall.
 *  @param hours `from` belongs to them and `to` does not; from after to: over midnight; both the same or null: none
 *  @param timeZone IANA
 *  @throws RangeError for a zone that Intl does not know */
export function outsideQuietHours(at: Instant, hours: QuietHours | null, timeZone: string): Instant {
  const clock = clockOf(timeZone);
  if (hours === null) return at;
  const start = milliseconds(at);
  if (!isQuiet(clock(start), hours)) return at;
  const first = Math.floor(start / MINUTE) + 1;
  for (let minute = first; minute < first + LONGEST; minute += 1)
    if (!isQuiet(clock(minute * MINUTE), hours)) return toInstant(minute * MINUTE);
  throw new RangeError(`outsideQuietHours requires hours that end, found ${hours.from} to ${hours.to}`);
}

/** @param clock a time of day as 07:59 */
export function isQuiet(clock: string, { from, to }: QuietHours): boolean {
  return from <= to ? from <= clock && clock < to : from <= clock || clock < to;
}

/** The zone if Intl knows it, else the other one: a seller's row says what upstream said. */
export function knownZone(timeZone: string | undefined, otherwise: string): string {
  return timeZone !== undefined && isTimeZone(timeZone) ? timeZone : otherwise;
}

/** The time of day in a zone, as 07:59. */
export function clockOf(timeZone: string): (sinceEpoch: number) => string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (sinceEpoch) => format.format(sinceEpoch);
}
