import * as z from 'zod/mini';

/** Whether Intl knows a zone by this name: an IANA zone, or an alias of one. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export const timeZone = z
  .string()
  .check(z.refine(isTimeZone, 'not an IANA time zone; for example Europe/Berlin'));
