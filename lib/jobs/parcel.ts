import { addDays, type Instant, milliseconds } from '../domain/instant.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { KeyRing } from '../link/key-ring.ts';
import { tokenOf } from '../outreach/open-link.ts';
import { type Asks, invitationMail } from '../outreach/mail/invitation-mail.ts';
import { knownZone, outsideQuietHours } from '../outreach/quiet-hours.ts';
import type { Mail, Parcel } from '../post/delivery.ts';
import type { Invitation } from '../rounds/round.ts';
import { showsReasons } from '../rounds/withheld.ts';
import type { InvitationRow } from '../store/outbox-row.ts';
import type { SellerHistory } from '../store/seller-history.ts';
import { PAGE_WORDS } from './page-words.ts';

/** Why an invitation is not sent any more. */
export const DROPPED = [
  'optedOut',
  'complained',
  'bounced',
  'gone', // the question is not there any more, or is another wave's
  'alreadySent',
  'answered',
  'closed',
  'revoked', // no link leads to it
  'noAddress',
] as const;
export type Dropped = (typeof DROPPED)[number];

export type Judged =
  | { readonly kind: 'drop'; readonly why: Dropped }
  | { readonly kind: 'defer'; readonly dueAt: Instant }
  | { readonly kind: 'send'; readonly parcel: Parcel };

export interface JudgeParts {
  readonly tenant: Tenant;
  readonly keyRing: KeyRing;
  readonly surveyUrl: string;
  readonly by: 'mail' | 'events';
}

/** A reminder waits this long after the invitation itself went out, which may have been late. */
const APART = 1; // days

/** What is to become of an invitation that is due, from what stands now: the row that announced it is days old. */
export function judge(
  row: InvitationRow,
  history: SellerHistory,
  { tenant, keyRing, surveyUrl, by }: JudgeParts,
  now: Instant,
): Judged {
  const question = questionOf(row, history);
  const why = whyNot(row, history, question, now);
  if (why !== undefined || question === undefined) return { kind: 'drop', why: why ?? 'gone' };
  const { asked, asks } = question;
  const { sellerId, recommendationId = '', waveId, reminder } = row;
  const token = tokenOf({ sellerId, recommendationId }, asked, keyRing, tenant);
  if (token === undefined) return { kind: 'drop', why: 'revoked' };
  const dueAt = notBefore(row, history, tenant, asked, now);
  if (dueAt !== undefined) return { kind: 'defer', dueAt };
  const url = `${surveyUrl}/s/${token}`;
  const { closesAt } = asked;
  const parcel: Parcel = {
    id: `${tenant.id}|${row.id}`,
    tenant: tenant.id,
    sellerId,
    ...(row.recommendationId !== undefined && { recommendationId }),
    waveId,
    reminder,
    url,
    closesAt,
    at: now,
  };
  if (by === 'events') return { kind: 'send', parcel };
  const mail = mailTo(history, asks, parcel, tenant);
  return mail === undefined
    ? { kind: 'drop', why: 'noAddress' }
    : { kind: 'send', parcel: { ...parcel, mail } };
}

interface Question {
  readonly asked: Pick<Invitation, 'waveId' | 'issueNo' | 'linkHash' | 'closesAt' | 'sentAt'>;
  readonly answered: boolean;
  readonly asks: Asks;
}

function questionOf(row: InvitationRow, { rounds, quarterlies = [] }: SellerHistory): Question | undefined {
  if (row.recommendationId === undefined) {
    const asked = quarterlies.find(({ waveId }) => waveId === row.waveId);
    return asked && { asked, answered: Object.keys(asked.answers).length > 0, asks: { kind: 'quarterly' } };
  }
  const round = rounds.find(({ recommendationId }) => recommendationId === row.recommendationId);
  const { recommendation, invitation: asked, reply } = round ?? {};
  if (recommendation === undefined || asked?.waveId !== row.waveId) return undefined;
  const asks: Asks =
    asked.arm === 'elicit'
      ? { kind: 'elicit', recommendation }
      : { kind: 'show', recommendation, withoutReasons: !showsReasons(asked) };
  return { asked, answered: reply !== undefined, asks };
}

function whyNot(
  { reminder }: InvitationRow,
  { contact }: SellerHistory,
  question: Question | undefined,
  now: Instant,
): Dropped | undefined {
  if (contact?.optedOutAt !== undefined) return 'optedOut';
  if (contact?.complainedAt !== undefined) return 'complained';
  if (contact?.bouncedAt !== undefined) return 'bounced';
  if (question === undefined) return 'gone';
  if (question.answered) return 'answered';
  if (milliseconds(question.asked.closesAt) <= milliseconds(now)) return 'closed';
  return reminder === 0 && question.asked.sentAt !== undefined ? 'alreadySent' : undefined;
}

/** When it may go out, if not now: not in her quiet hours, and a reminder not close upon the invitation. */
function notBefore(
  { reminder }: InvitationRow,
  { seller }: SellerHistory,
  { outreach }: Tenant,
  { sentAt }: Question['asked'],
  now: Instant,
): Instant | undefined {
  const apart = reminder > 0 && sentAt !== undefined ? addDays(sentAt, APART) : now;
  const zone = knownZone(seller?.timeZone, outreach.timeZone);
  const dueAt = outsideQuietHours(apart > now ? apart : now, outreach.quietHours, zone);
  return dueAt > now ? dueAt : undefined;
}

function mailTo(
  { seller }: SellerHistory,
  asks: Asks,
  { url, closesAt, reminder }: Parcel,
  { name }: Tenant,
): Mail | undefined {
  if (seller?.email === undefined) return undefined;
  const order = { marketplace: name, seller, asks, link: url, closesAt, reminder };
  return { to: seller.email, stop: `${url}/stop`, ...invitationMail(order, PAGE_WORDS) };
}
