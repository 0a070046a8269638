import type { Instant } from '../domain/instant.ts';
import type { Quarterly } from '../rounds/quarterly.ts';
import { isKept, type Invitation, type Round } from '../rounds/round.ts';
import { known } from '../rounds/to-row.ts';
import type { SellerHistory } from '../store/seller-history.ts';

/** What was known at the cut of whom we asked and what came of it: the rest of a history is not told. What was replaced
 *  after the cut is not there in its earlier form either. */
export function askedBy({ sellerId, rounds, quarterlies = [], contact }: SellerHistory, cut: Instant) {
  const before = (at: Instant | undefined) => (at !== undefined && at <= cut ? at : undefined);
  const [bouncedAt, optedOutAt] = [before(contact?.bouncedAt), before(contact?.optedOutAt)];
  return {
    sellerId,
    rounds: rounds.filter((round) => isKept(round, cut)).map((round) => ofRound(round, cut)),
    quarterlies: quarterlies
      .filter(({ invitedAt }) => invitedAt <= cut)
      .map((quarterly) => ofQuarterly(quarterly, cut)),
    contact: {
      ...(bouncedAt !== undefined && { bouncedAt }),
      ...(optedOutAt !== undefined && { optedOutAt }),
    },
  };
}

function ofRound(round: Round, cut: Instant): Round {
  const { tenant, sellerId, recommendationId, invitation, reply, earlierReplies = [] } = round;
  const priorPlan = known(round.priorPlan, cut);
  const replies = [...earlierReplies, reply].filter((each) => known(each, cut) !== undefined);
  const last = replies.at(-1);
  return {
    tenant,
    sellerId,
    recommendationId,
    ...(invitation && invitation.invitedAt <= cut && { invitation: ofInvitation(invitation, cut) }),
    ...(priorPlan && { priorPlan }),
    ...(last && { reply: last, earlierReplies: replies.flatMap((each) => each ?? []).slice(0, -1) }),
  };
}

function ofInvitation({ sentAt, deliveredAt, ...asked }: Invitation, cut: Instant): Invitation {
  return { ...asked, ...sendings({ sentAt, deliveredAt }, cut) };
}

function ofQuarterly({ sentAt, deliveredAt, ...asked }: Quarterly, cut: Instant): Quarterly {
  const answers = Object.entries(asked.answers).filter(([, { at }]) => at <= cut);
  return { ...asked, ...sendings({ sentAt, deliveredAt }, cut), answers: Object.fromEntries(answers) };
}

interface Sendings {
  readonly sentAt: Instant | undefined;
  readonly deliveredAt: Instant | undefined;
}

function sendings({ sentAt, deliveredAt }: Sendings, cut: Instant) {
  return {
    ...(sentAt !== undefined && sentAt <= cut && { sentAt }),
    ...(deliveredAt !== undefined && deliveredAt <= cut && { deliveredAt }),
  };
}
