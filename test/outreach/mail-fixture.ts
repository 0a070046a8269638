import { addDays } from '../../lib/domain/instant.ts';
import { PAGE_WORDS } from '../../lib/jobs/page-words.ts';
import { type Asks, invitationMail, type InvitationMail } from '../../lib/outreach/mail/invitation-mail.ts';
import type { Recommendation } from '../../lib/rounds/round.ts';
import { NOW, recommendation } from '../survey/marketplace.ts';

export const LINK = 'https://survey.example/s/TOKEN';

export const elicit = (over: Partial<Recommendation> = {}): Asks => ({
  kind: 'elicit',
  recommendation: recommendation(over),
});
export const show = (over: Partial<Recommendation> = {}, withoutReasons = false): Asks => ({
  kind: 'show',
  recommendation: recommendation(over),
  withoutReasons,
});
export const QUARTERLY: Asks = { kind: 'quarterly' };

/** A mail; whatever a test does not name is ordinary. */
export function mailOf(over: Partial<InvitationMail> = {}) {
  const ordinary = {
    marketplace: 'Northwind Market',
    seller: { displayName: 'Kitchen Corner', locale: 'en-US', timeZone: 'Europe/Vienna' },
    asks: show(),
    link: LINK,
    closesAt: addDays(NOW, 5),
    reminder: 0,
  };
  return invitationMail({ ...ordinary, ...over }, PAGE_WORDS);
}
