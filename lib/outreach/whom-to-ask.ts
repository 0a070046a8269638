import { addDays, type Instant } from '../domain/instant.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Sending } from '../store/ask-seller.ts';
import { refusalOf, type Refusal } from '../store/contact.ts';
import type { Contact } from '../store/row-schema.ts';
import type { SellerHistory } from '../store/seller-history.ts';
import { closesAt, roundToAsk, type OpenRound } from './open-round.ts';
import type { Wave } from './wave.ts';

/** Why a wave skips a seller: she may not be asked; there is nothing to ask her about, or it would close before she could
 *  be written to; or links go out by mail and she has no address. */
export type Skip = Refusal | 'erased' | 'nothingToAsk' | 'noAddress';
export type Fate = 'invited' | Skip;

/** In the order in which they are told. */
export const FATES = [
  'invited',
  'alreadyInvited',
  'nothingToAsk',
  'restingDays',
  'restingQuarter',
  'optedOut',
  'complained',
  'bounced',
  'noAddress',
  'erased',
] as const satisfies readonly Fate[];

/** What one seller is to be asked; about no round: the quarterly questionnaire. */
export interface Question {
  readonly sellerId: string;
  readonly round?: OpenRound;
  readonly knownBy?: string; // a recommendation she has had
  readonly closesAt: Instant;
  readonly sendings: readonly Sending[];
  readonly segments: Readonly<Record<string, string>>;
  readonly contact: Contact; // as it was read, empty where she was never asked
}

export interface Rules {
  readonly tenant: Tenant;
  readonly delivery: 'mail' | 'events';
  readonly sendings: (timeZone: string | undefined) => readonly Sending[]; // as `sendingsOf` this wave
}

/** What a wave asks a seller, or the first reason for which it does not. The ledger of erasures and opt-outs is not looked
 *  into here, and whether she rests is decided again when the invitation is written. */
export function questionFor(history: SellerHistory, wave: Wave, rules: Rules): Question | Skip {
  const { sellerId, seller, contact } = history;
  const asking = { waveId: wave.waveId, invitedAt: wave.now };
  const refusal = wasAsked(history, wave)
    ? 'alreadyInvited'
    : refusalOf(contact, asking, rules.tenant.outreach);
  if (refusal !== undefined && !isResting(refusal)) return refusal;
  const found = subjectOf(history, wave, rules.tenant);
  const sendings = found && rules.sendings(seller?.timeZone).filter(({ dueAt }) => dueAt < found.closesAt);
  if (found === undefined || sendings?.[0]?.reminder !== 0) return 'nothingToAsk';
  if (rules.delivery === 'mail' && seller?.email === undefined) return 'noAddress';
  if (refusal !== undefined) return refusal;
  return { sellerId, ...found, sendings, segments: seller?.segments ?? {}, contact: contact ?? {} };
}

function isResting(refusal: Refusal): boolean {
  return refusal === 'restingDays' || refusal === 'restingQuarter';
}

function wasAsked({ rounds, quarterlies = [] }: SellerHistory, { waveId }: Wave): boolean {
  const round = rounds.some(({ invitation }) => invitation?.waveId === waveId);
  return round || quarterlies.some((quarterly) => quarterly.waveId === waveId);
}

/** The quarterly questionnaire is for whoever has had a recommendation. */
function subjectOf({ rounds }: SellerHistory, wave: Wave, { answerDays }: Tenant) {
  if (wave.questionnaire === 'quarterly') {
    const known = rounds.find(({ recommendation }) => recommendation !== undefined);
    return known && { knownBy: known.recommendationId, closesAt: addDays(wave.now, answerDays) };
  }
  const round = roundToAsk(rounds, wave.waveId, wave.now);
  return round && { round, closesAt: closesAt(round, wave.now, answerDays) };
}
