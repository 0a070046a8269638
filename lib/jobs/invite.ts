import * as z from 'zod/mini';
import { identifier, slug } from '../domain/identifier.ts';
import type { Instant } from '../domain/instant.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { KeyRing } from '../link/key-ring.ts';
import { invitationId, mintToken } from '../link/token.ts';
import { armOf } from '../outreach/arm.ts';
import { closesAt, type OpenRound, roundToAsk } from '../outreach/open-round.ts';
import type { FactsTable } from '../store/facts-table.ts';
import type { LedgerTable } from '../store/ledger-table.ts';
import type { SellerHistory } from '../store/seller-history.ts';
import { sideBySide } from '../store/side-by-side.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import { shardRangeSchema, shardsOf } from './shard-range.ts';

/** One worker's part of a wave. */
export const inviteOrderSchema = z.object({
  tenant: slug,
  waveId: identifier,
  now: instantSchema,
  range: shardRangeSchema,
});
export type InviteOrder = z.infer<typeof inviteOrderSchema>;

export interface InviteParts {
  readonly facts: Pick<FactsTable, 'readHistories' | 'invite'>;
  readonly ledger: Pick<LedgerTable, 'among'>;
  readonly keyRing: KeyRing;
  readonly tenant: Tenant;
}

/** What became of the sellers of a range, each counted once. */
export interface InviteCounts {
  readonly sellers: number;
  readonly invited: number;
  readonly alreadyInvited: number; // by an earlier attempt at this wave
  readonly nothingToAsk: number;
  readonly refused: number; // opted out or erased
  readonly resting: number; // asked not long ago
}

/** Invites each seller of a range to at most one round. Every choice follows from wave, seller and recommendation, and
 *  every invitation is written once, so the wave can be repeated. */
export async function inviteRange(parts: InviteParts, order: InviteOrder): Promise<InviteCounts> {
  const counts = { sellers: 0, invited: 0, alreadyInvited: 0, nothingToAsk: 0, refused: 0, resting: 0 };
  const shards = await sideBySide(SHARDS_AT_ONCE, shardsOf(order.range), (shard) =>
    inviteShard(parts, order, shard),
  );
  for (const fate of shards.flat()) {
    counts.sellers += 1;
    counts[fate] += 1;
  }
  return counts;
}

type Fate = Exclude<keyof InviteCounts, 'sellers'>;
const SHARDS_AT_ONCE = 4;
const INVITATIONS_AT_ONCE = 4; // of each shard

async function inviteShard(
  { facts, ledger, ...parts }: InviteParts,
  order: InviteOrder,
  shard: number,
): Promise<Fate[]> {
  const fates: Fate[] = [];
  const asked: OpenRound[] = [];
  for await (const history of facts.readHistories(order.tenant, shard)) {
    const found = toAsk(history, order);
    if (typeof found === 'string') fates.push(found);
    else asked.push(found);
  }
  const refusing = await refusals(ledger, order.tenant, asked);
  const invited = await sideBySide(INVITATIONS_AT_ONCE, asked, async (round): Promise<Fate> => {
    if (refusing.has(round.sellerId)) return 'refused';
    return FATES[await facts.invite(order.tenant, invitationTo(round, parts, order))];
  });
  return [...fates, ...invited];
}

const FATES = {
  invited: 'invited',
  alreadyInvited: 'alreadyInvited',
  optedOut: 'refused',
  complained: 'refused',
  bounced: 'refused',
  restingDays: 'resting',
  restingQuarter: 'resting',
} as const;

function toAsk({ rounds, contact }: SellerHistory, { waveId, now }: InviteOrder): OpenRound | Fate {
  if (contact?.lastWaveId === waveId) return 'alreadyInvited';
  if (contact?.optedOutAt !== undefined) return 'refused';
  return roundToAsk(rounds, waveId, now) ?? 'nothingToAsk';
}

async function refusals(
  ledger: InviteParts['ledger'],
  tenant: string,
  asked: readonly OpenRound[],
): Promise<ReadonlySet<string>> {
  const sellers = asked.map(({ sellerId }) => sellerId);
  if (sellers.length === 0) return new Set();
  const [erased, optedOut] = await Promise.all([
    ledger.among(tenant, 'erased', sellers),
    ledger.among(tenant, 'optout', sellers),
  ]);
  return new Set([...erased, ...optedOut]);
}

function invitationTo(
  round: OpenRound,
  { keyRing, tenant }: Pick<InviteParts, 'keyRing' | 'tenant'>,
  { waveId, now }: { waveId: string; now: Instant },
) {
  const { sellerId, recommendationId } = round;
  const issueNo = 1;
  const name = invitationId(tenant.id, sellerId, recommendationId, waveId);
  const { linkHash, keyId } = mintToken(keyRing, tenant, name, issueNo);
  return {
    sellerId,
    recommendationId,
    waveId,
    linkHash,
    keyId,
    issueNo,
    arm: armOf({ waveId, recommendationId, sellerId }, tenant.elicitationShare),
    invitedAt: now,
    closesAt: closesAt(round, now, tenant.answerDays),
  };
}
