import { addDays, type Instant } from '../../lib/domain/instant.ts';
import { invitationId, mintToken } from '../../lib/link/token.ts';
import type { RoundFacts } from '../../lib/rounds/merge.ts';
import { factsTable } from '../../lib/store/facts-table.ts';
import { fact, recommendation, RING, TENANT } from '../../test/survey/marketplace.ts';
import type { Tables } from '../../test/tables.ts';

const PAST = 12; // rounds of a seller that are over: a page reads them all

/** Sellers who were asked, each with a past; those of one instant are the same in every engine.
 *  @returns their tokens */
export async function ask(
  { client, factsName }: Tables,
  count: number,
  now: Instant,
): Promise<readonly string[]> {
  const facts = factsTable(client, factsName);
  const sellers = Array.from({ length: count }, (_, n) => `seller-${n}`);
  await facts.importRounds(
    TENANT.id,
    sellers.flatMap((sellerId) => roundsOf(sellerId, now)),
    now,
  );
  const tokens: string[] = [];
  for (const sellerId of sellers) {
    const described = {
      ...fact(now),
      displayName: 'Kitchen Corner',
      locale: 'en',
      segments: {},
      covariates: {},
    };
    await facts.putSeller(TENANT.id, sellerId, described, now);
    const [recommendationId, waveId] = ['rec-now', 'wave-1'];
    const invitation = invitationId(TENANT.id, sellerId, recommendationId, waveId);
    const { token, ...link } = mintToken(RING, TENANT, invitation, 1);
    const asked = { sellerId, recommendationId, waveId, issueNo: 1, arm: 'elicit' as const };
    const order = { ...asked, ...link, invitedAt: now, closesAt: addDays(now, 5) };
    const outcome = await facts.invite(TENANT.id, order);
    if (outcome !== 'invited') throw new RangeError(`a seller was not invited: ${outcome}`);
    tokens.push(token);
  }
  return tokens;
}

function roundsOf(sellerId: string, now: Instant): RoundFacts[] {
  const past = Array.from({ length: PAST }, (_, n): RoundFacts => {
    const [at, until] = [addDays(now, -7 * (n + 1)), addDays(now, -7 * n)];
    return {
      sellerId,
      recommendationId: `rec-${n}`,
      recommendation: recommendation({ at, expiresAt: until, priorPlan: 200 }),
      action: { ...fact(until), response: 'adjust', chosen: 220 },
      outcome: { ...fact(until), value: 216 },
      outcomeShown: fact(until),
    };
  });
  const open = recommendation({ at: now, expiresAt: addDays(now, 12) });
  return [...past, { sellerId, recommendationId: 'rec-now', recommendation: open }];
}
