import { addDays, toInstant } from '../../lib/domain/instant.ts';
import { invitationId, mintToken } from '../../lib/link/token.ts';
import type { RoundFacts } from '../../lib/rounds/merge.ts';
import { factsTable } from '../../lib/store/facts-table.ts';
import { keyRingSecret } from '../../lib/store/key-ring-secret.ts';
import { fact, recommendation } from '../../test/survey/marketplace.ts';
import type { WholeStage } from '../../test/security/whole-stage.ts';

const PAST = 12; // rounds of a seller that are over: a page reads them all

/** The tokens of sellers who were asked, each with a past, on a stage. */
export async function linksOn({ stage, clients }: WholeStage, count: number): Promise<readonly string[]> {
  const now = toInstant(Date.now());
  const ring = await keyRingSecret(clients.secrets, stage.outputs['LinkSecret'] ?? '')(now);
  const facts = factsTable(clients.tables, stage.outputs['FactsTable'] ?? '');
  const [tenant, waveId] = [{ id: 'us', number: 1 }, 'wave-1'];
  const sellers = Array.from({ length: count }, (_, n) => `seller-${n}`);
  await facts.importRounds('us', sellers.flatMap(roundsOf), now);
  const tokens: string[] = [];
  for (const sellerId of sellers) {
    const described = {
      ...fact(now),
      displayName: 'Kitchen Corner',
      locale: 'en',
      segments: {},
      covariates: {},
    };
    await facts.putSeller('us', sellerId, described, now);
    const recommendationId = 'rec-now';
    const { token, ...link } = mintToken(
      ring,
      tenant,
      invitationId('us', sellerId, recommendationId, waveId),
      1,
    );
    const asked = { sellerId, recommendationId, waveId, issueNo: 1, arm: 'show' as const };
    const order = { ...asked, ...link, invitedAt: now, closesAt: addDays(now, 5) };
    const outcome = await facts.invite('us', order);
    if (outcome !== 'invited') throw new RangeError(`a seller was not invited: ${outcome}`);
    tokens.push(token);
  }
  return tokens;
}

function roundsOf(sellerId: string): RoundFacts[] {
  const now = toInstant(Date.now());
  const past = Array.from({ length: PAST }, (_, n) => ({
    sellerId,
    recommendationId: `rec-${n}`,
    recommendation: recommendation({
      at: addDays(now, -7 * (n + 1)),
      expiresAt: addDays(now, -7 * n),
      priorPlan: 200,
    }),
    action: { ...fact(addDays(now, -7 * n)), response: 'adjust' as const, chosen: 220 },
    outcome: { ...fact(addDays(now, -7 * n)), value: 216 },
    outcomeShown: fact(addDays(now, -7 * n)),
  }));
  const open = recommendation({ at: now, expiresAt: addDays(now, 12) });
  return [...past, { sellerId, recommendationId: 'rec-now', recommendation: open }];
}
