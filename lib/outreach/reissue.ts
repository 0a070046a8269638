import type { Instant } from '../domain/instant.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { KeyRing } from '../link/key-ring.ts';
import { invitationId, mintToken } from '../link/token.ts';
import type { FactsTable } from '../store/facts-table.ts';
import type { LinkSubject } from '../store/link-state.ts';

export type Reissued =
  | { readonly outcome: 'reissued'; readonly token: string; readonly closesAt: Instant }
  /** It has closed, so a link to it would be of no use: extend it first, or say until when. */
  | { readonly outcome: 'closed'; readonly closesAt: Instant }
  | { readonly outcome: 'overtaken' | 'no-link' };

/** A new link to the same question, under the current key; the old one is dead from then on. Two who ask for it at once
 *  get the same one.
 *  @param until when the question closes, if that is later than it would */
export async function reissue(
  facts: Pick<FactsTable, 'readLinkState' | 'reissueLink'>,
  ring: KeyRing,
  tenant: Tenant,
  subject: LinkSubject,
  { now, until }: { readonly now: Instant; readonly until?: Instant | undefined },
): Promise<Reissued> {
  const state = await facts.readLinkState(tenant.id, subject);
  if (state === undefined) return { outcome: 'no-link' };
  const closesAt = until !== undefined && until > state.closesAt ? until : state.closesAt;
  if (closesAt <= now) return { outcome: 'closed', closesAt };
  const recommendationId = 'recommendationId' in subject ? subject.recommendationId : '';
  const name = invitationId(tenant.id, subject.sellerId, recommendationId, state.waveId);
  const issueNo = state.issueNo + 1;
  const { token, ...link } = mintToken(ring, tenant, name, issueNo);
  const outcome = await facts.reissueLink(tenant.id, subject, { ...link, issueNo, closesAt });
  return outcome === 'reissued' ? { outcome, token, closesAt } : { outcome };
}
