import { addDays } from '../domain/instant.ts';
import { LINK_KEPT } from '../store/link-row.ts';
import { isKept } from '../rounds/round.ts';
import type { SellerHistory } from '../store/seller-history.ts';
import { readerFor } from './reader.ts';
import type { Frame, QuarterlySheet, Sheet } from './sheet.ts';
import type { SurveyWorld, Visit } from './world.ts';

/** Everything the page of a link needs, in two reads: the link's row, then the seller with her rounds. Undefined where
 *  the link was revoked or replaced, or what it asked about is gone. */
export async function readSheet(
  visit: Visit,
  world: SurveyWorld,
): Promise<Sheet | QuarterlySheet | undefined> {
  const found = await readLinked(visit, world);
  if (found?.works !== true) return undefined;
  const { link, history } = found;
  const frame = frameOf(visit, history);
  if (link.waveId !== undefined) {
    const asked = history.quarterlies?.find(({ waveId }) => waveId === link.waveId);
    return asked?.linkHash === visit.claim.linkHash ? { ...frame, asked, now: world.now } : undefined;
  }
  const round = history.rounds.find(({ recommendationId }) => recommendationId === link.recommendationId);
  const { recommendation, invitation } = round ?? {};
  if (!round || !recommendation || invitation?.linkHash !== visit.claim.linkHash) return undefined;
  return { ...frame, round, recommendation, invitation, now: world.now };
}

/** The link's row, whatever its state, and all about the seller it was made for. `works`: it leads to its pages; not when
 *  it was revoked or replaced, nor when its time is over that rows are kept for, whether or not it was cleaned up.
 *  Undefined for a seller who was erased: a restored table may have her again, the ledger knows better. */
export async function readLinked(
  { claim: { tenant, linkHash } }: Visit,
  { facts, ledger, now }: SurveyWorld,
) {
  const link = await facts.readLink(tenant.id, linkHash);
  if (link === undefined) return undefined;
  const works = link.status === 'open' && now < addDays(link.expiresAt, LINK_KEPT);
  const [history, erased] = await Promise.all([
    facts.readSeller(tenant.id, link.sellerId),
    ledger.has(tenant.id, 'erased', link.sellerId),
  ]);
  const rounds = history.rounds.filter((round) => isKept(round, now));
  return erased ? undefined : { link, works, history: { ...history, rounds } };
}

export function frameOf({ claim, token, wish }: Visit, { seller }: SellerHistory): Frame {
  const reader = readerFor(seller?.locale, seller?.timeZone, wish);
  return { reader, tenant: claim.tenant, token, seller: seller ?? {} };
}
