import { addDays, type Instant, milliseconds } from '../domain/instant.ts';
import type { Recommendation, Round } from '../rounds/round.ts';

/** A round a seller can still be asked about. */
export type OpenRound = Round & { readonly recommendation: Recommendation };

/** The one round of a seller that a wave asks about: of those nobody has answered, acted on or asked about, and whose
 *  outcome is open, the one that expires first. Undefined where there is none, or the wave has asked her already. */
export function roundToAsk(rounds: readonly Round[], waveId: string, now: Instant): OpenRound | undefined {
  if (rounds.some(({ invitation }) => invitation?.waveId === waveId)) return undefined;
  return rounds.filter((round): round is OpenRound => isOpen(round, now)).sort(byExpiry)[0];
}

function isOpen({ recommendation, invitation, reply, action, outcome }: Round, now: Instant): boolean {
  const untouched = !invitation && !reply && !action && !outcome;
  return (
    recommendation !== undefined && untouched && milliseconds(now) < milliseconds(recommendation.expiresAt)
  );
}

function byExpiry(a: OpenRound, b: OpenRound): number {
  const sooner = milliseconds(a.recommendation.expiresAt) - milliseconds(b.recommendation.expiresAt);
  return sooner || (a.recommendationId < b.recommendationId ? -1 : 1);
}

/** When the question closes: after the tenant's days for answering, and never after the recommendation has expired.
 *  @param answerDays > 0 */
export function closesAt({ recommendation }: OpenRound, now: Instant, answerDays: number): Instant {
  const latest = addDays(now, answerDays);
  return milliseconds(latest) < milliseconds(recommendation.expiresAt) ? latest : recommendation.expiresAt;
}
