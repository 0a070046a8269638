import { DAY, milliseconds, type Instant } from '../domain/instant.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Contact } from './row-schema.ts';

/** How often a seller may be asked, over all waves and kinds of questions. */
export type Caps = Pick<Tenant['outreach'], 'quietDays' | 'perQuarter'>;
export const CAPS: Caps = { quietDays: 14, perQuarter: 4 };
export const QUARTER = 91; // days
/** The most a quarter's cap can be, so that a row tells whether it is reached. */
export const INVITATIONS_KEPT = 13;

/** One asking of a seller. */
export interface Asking {
  readonly waveId: string;
  readonly invitedAt: Instant;
}

/** Why a seller is not asked now; each seller is counted under the first that holds. */
export type Refusal =
  | 'alreadyInvited' // in this wave
  | 'optedOut'
  | 'complained' // of a mail
  | 'bounced' // the last mail, for good
  | 'restingDays' // asked less than quietDays before or after
  | 'restingQuarter'; // perQuarter times in 91 days

/** Undefined where she may be asked. Distances count in both directions, since a wave may be repeated after a later one. */
export function refusalOf(
  contact: Contact | undefined,
  { waveId, invitedAt }: Asking,
  { quietDays, perQuarter }: Caps,
): Refusal | undefined {
  const known = invitationsOf(contact);
  const instants = known.map(({ at }) => at);
  if (known.some((each) => each.waveId === waveId)) return 'alreadyInvited';
  if (contact?.optedOutAt !== undefined) return 'optedOut';
  if (contact?.complainedAt !== undefined) return 'complained';
  if (contact?.bouncedAt !== undefined) return 'bounced';
  if (instants.some((at) => Math.abs(daysBetween(at, invitedAt)) < quietDays)) return 'restingDays';
  return isQuarterFull(instants, invitedAt, perQuarter) ? 'restingQuarter' : undefined;
}

/** What is known of earlier invitations, the newest first. */
export function invitationsOf(contact: Contact | undefined): readonly { waveId: string; at: Instant }[] {
  const { invitations, lastWaveId = '', lastInvitedAt } = contact ?? {};
  if (invitations !== undefined) return invitations;
  return lastInvitedAt === undefined ? [] : [{ waveId: lastWaveId, at: lastInvitedAt }];
}

/** The same with one more, at most thirteen. */
export function withAsking(contact: Contact | undefined, { waveId, invitedAt }: Asking) {
  return [...invitationsOf(contact), { waveId, at: invitedAt }]
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, INVITATIONS_KEPT);
}

/** Whether some 91 days around `at` would hold more than perQuarter invitations. */
function isQuarterFull(instants: readonly Instant[], at: Instant, perQuarter: number): boolean {
  // before the oldest that is kept nothing can be told
  if (instants.length >= INVITATIONS_KEPT && instants.every((each) => at < each)) return true;
  const all = [...instants, at].toSorted();
  return all.some((first, index) => {
    const last = all[index + perQuarter];
    return last !== undefined && first <= at && at <= last && daysBetween(first, last) < QUARTER;
  });
}

function daysBetween(from: Instant, to: Instant): number {
  return (milliseconds(to) - milliseconds(from)) / DAY;
}
