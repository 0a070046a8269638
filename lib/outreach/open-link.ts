import { type Instant, milliseconds } from '../domain/instant.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { KeyRing } from '../link/key-ring.ts';
import { invitationId, mintToken } from '../link/token.ts';
import type { Quarterly } from '../rounds/quarterly.ts';
import type { Invitation, Round } from '../rounds/round.ts';

/** A link that waits for an answer. */
export interface OpenLink {
  readonly sellerId: string;
  readonly recommendationId: string; // empty: the quarterly questionnaire
  readonly waveId: string;
  readonly closesAt: Instant;
  readonly token: string;
}

/** The link of a round that still waits for an answer, made again from the key ring: no token is ever stored. Undefined
 *  where nothing waits, or the ring no longer has the key it was made with. */
export function openLink(round: Round, ring: KeyRing, tenant: Tenant, now: Instant): OpenLink | undefined {
  const { sellerId, recommendationId, invitation, reply } = round;
  if (!invitation || reply || milliseconds(now) >= milliseconds(invitation.closesAt)) return undefined;
  const token = tokenOf(round, invitation, ring, tenant);
  const { waveId, closesAt } = invitation;
  return token === undefined ? undefined : { sellerId, recommendationId, waveId, closesAt, token };
}

/** The same for a quarterly questionnaire.
 *  @param isFinished nothing of it is left to answer */
export function openQuarterly(
  quarterly: Quarterly,
  ring: KeyRing,
  tenant: Tenant,
  now: Instant,
  isFinished: boolean,
): OpenLink | undefined {
  const { sellerId, waveId, closesAt } = quarterly;
  if (isFinished || milliseconds(now) >= milliseconds(closesAt)) return undefined;
  const recommendationId = '';
  const token = tokenOf({ sellerId, recommendationId }, quarterly, ring, tenant);
  return token === undefined ? undefined : { sellerId, recommendationId, waveId, closesAt, token };
}

/** A question keeps the hash of its link but not with which key it was made. Undefined where the link was revoked, or the
 *  ring no longer has its key.
 *  `recommendationId` is empty for the quarterly questionnaire */
export function tokenOf(
  { sellerId, recommendationId }: Pick<Round, 'sellerId' | 'recommendationId'>,
  { waveId, issueNo, linkHash }: Pick<Invitation, 'waveId' | 'issueNo' | 'linkHash'>,
  ring: KeyRing,
  tenant: Tenant,
): string | undefined {
  const name = invitationId(tenant.id, sellerId, recommendationId, waveId);
  const honoured = ring.ids.filter((keyId) => !ring.retired.includes(keyId));
  const minted = honoured.map((keyId) => mintToken(ring, tenant, name, issueNo, keyId));
  return minted.find((each) => each.linkHash === linkHash)?.token;
}
