import type { Tenant } from '../domain/tenant.ts';
import type { KeyRing } from '../link/key-ring.ts';
import { invitationId, mintToken } from '../link/token.ts';
import { assignmentsOf, withheldBy } from '../processes/assignment.ts';
import type { Process } from '../rounds/process.ts';
import type { InvitationOrder } from '../store/invite.ts';
import type { QuarterlyOrder } from '../store/invite-quarterly.ts';
import { armOf } from './arm.ts';
import type { OpenRound } from './open-round.ts';
import type { Wave } from './wave.ts';
import type { Question } from './whom-to-ask.ts';

export interface OrderParts {
  readonly keyRing: KeyRing;
  readonly tenant: Tenant;
  /** The processes that run when the wave does. */
  readonly processes: readonly Process[];
}

/** The invitation to a round. Everything in it follows from wave, seller and recommendation, so that every attempt at a
 *  wave writes the same. */
export function invitationTo(
  { round, ...question }: Question & { readonly round: OpenRound },
  wave: Wave,
  parts: OrderParts,
): InvitationOrder {
  const { sellerId, recommendationId, recommendation } = round;
  const { recommender } = recommendation;
  const { processes, tenant } = parts;
  const subject = { sellerId, recommender, recommendationId, segments: question.segments };
  const assigned = assignmentsOf(processes, subject);
  const withheld = withheldBy(processes, assigned);
  return {
    ...common(question, wave, parts, recommendationId),
    recommendationId,
    arm: armOf({ waveId: wave.waveId, recommendationId, sellerId }, tenant.elicitationShare),
    ...(Object.keys(assigned).length > 0 && { assigned }),
    ...(withheld.length > 0 && { withheld }),
  };
}

/** The invitation to the quarterly questionnaire. */
export function quarterlyTo(question: Question, wave: Wave, parts: OrderParts): QuarterlyOrder {
  const { knownBy } = question;
  return { ...common(question, wave, parts, ''), ...(knownBy !== undefined && { knownBy }) };
}

function common(
  { sellerId, closesAt, sendings, contact }: Omit<Question, 'round'>,
  { waveId, now }: Wave,
  { keyRing, tenant }: OrderParts,
  recommendationId: string,
) {
  const issueNo = 1;
  const name = invitationId(tenant.id, sellerId, recommendationId, waveId);
  const { linkHash, keyId } = mintToken(keyRing, tenant, name, issueNo);
  const { quietDays, perQuarter } = tenant.outreach;
  return {
    sellerId,
    waveId,
    linkHash,
    keyId,
    issueNo,
    invitedAt: now,
    closesAt,
    sendings,
    caps: { quietDays, perQuarter },
    contact,
  };
}
