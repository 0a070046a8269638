import { addDays, type Instant } from '../domain/instant.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Sending } from '../store/ask-seller.ts';
import { knownZone, outsideQuietHours } from './quiet-hours.ts';

/** When the invitations of a wave and their reminders go out, by time zone: outside the quiet hours there.
 *  @returns for a seller's zone, or the tenant's where hers is not known, the invitation and then the reminders */
export function sendingsOf(
  now: Instant,
  { quietHours, timeZone: otherwise, remindAfterDays }: Tenant['outreach'],
): (timeZone: string | undefined) => readonly Sending[] {
  const known = new Map<string | undefined, readonly Sending[]>();
  const days = [0, ...remindAfterDays.toSorted((a, b) => a - b)];
  return (timeZone) => {
    const found = known.get(timeZone);
    if (found !== undefined) return found;
    const zone = knownZone(timeZone, otherwise);
    const made = days.map((after, reminder) => ({
      reminder,
      dueAt: outsideQuietHours(addDays(now, after), quietHours, zone),
    }));
    known.set(timeZone, made);
    return made;
  };
}
