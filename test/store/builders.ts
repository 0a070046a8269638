import { toInstant, type Instant } from '../../lib/domain/instant.ts';
import type { RoundFacts } from '../../lib/rounds/merge.ts';
import type { Recommendation } from '../../lib/rounds/round.ts';
import type { InvitationOrder } from '../../lib/store/invite.ts';

/** Minutes after the tests' beginning of time. */
export function minute(minutes: number): Instant {
  return toInstant(Date.UTC(2026, 0, 5, 8) + minutes * 60_000);
}

/** A valid recommendation; everything not named is as here. */
export function recommendation(changes: Partial<Recommendation> = {}): Recommendation {
  return {
    at: minute(0),
    id: 'shop/1/000000000000',
    ingestedAt: minute(1),
    recommender: 'replenishment',
    value: 120,
    unit: 'pieces',
    reasons: ['Demand rose by a fifth'],
    expiresAt: minute(7 * 24 * 60),
    ...changes,
  };
}

export function facts(changes: Partial<RoundFacts> = {}): RoundFacts {
  return { sellerId: 's1', recommendationId: 'r1', recommendation: recommendation(), ...changes };
}

export function order(changes: Partial<InvitationOrder> = {}): InvitationOrder {
  return {
    sellerId: 's1',
    recommendationId: 'r1',
    waveId: 'w1',
    linkHash: 'a'.repeat(64),
    keyId: 1,
    issueNo: 1,
    arm: 'elicit',
    invitedAt: minute(2),
    closesAt: minute(5 * 24 * 60),
    ...changes,
  };
}
