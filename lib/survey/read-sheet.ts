import { addDays } from '../domain/instant.ts';
import { LINK_KEPT } from '../store/link-row.ts';
import type { LinkSubject } from '../store/link-state.ts';
import type { Link } from '../store/row-schema.ts';
import { isKept } from '../rounds/round.ts';
import type { SellerHistory } from '../store/seller-history.ts';
import { readerFor } from './reader.ts';
import type { Frame, QuarterlySheet, Sheet } from './sheet.ts';
import type { SurveyWorld, Visit } from './world.ts';

/** Everything the page of a link needs, in two steps: the link's row, then what it asks about and the seller. Undefined
 *  where the link was revoked or replaced, or what it asked about is gone. */
export async function readSheet(
  visit: Visit,
  world: SurveyWorld,
): Promise<Sheet | QuarterlySheet | undefined> {
  const found = await readBehind(visit, world, (link, tenant) =>
    world.facts.readQuestion(tenant, subjectOf(link)),
  );
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

/** The link's row, whatever its state, and all about the seller it was made for. */
export function readLinked(visit: Visit, world: SurveyWorld) {
  return readBehind(visit, world, (link, tenant) => world.facts.readSeller(tenant, link.sellerId));
}

/** `works`: the link leads to its pages; not when it was revoked or replaced, nor when its time is over that rows are kept
 *  for, whether or not it was cleaned up. Undefined for a seller who was erased: a restored table may have her again, the
 *  ledger knows better. */
async function readBehind(
  { claim: { tenant, linkHash } }: Visit,
  { facts, ledger, now }: SurveyWorld,
  read: (link: Link, tenant: string) => Promise<SellerHistory>,
) {
  const link = await facts.readLink(tenant.id, linkHash);
  if (link === undefined) return undefined;
  const works = link.status === 'open' && now < addDays(link.expiresAt, LINK_KEPT);
  const [history, erased] = await Promise.all([
    read(link, tenant.id),
    ledger.has(tenant.id, 'erased', link.sellerId),
  ]);
  const rounds = history.rounds.filter((round) => isKept(round, now));
  return erased ? undefined : { link, works, history: { ...history, rounds } };
}

/** @throws RangeError for a link that leads nowhere */
function subjectOf({ sellerId, recommendationId, waveId }: Link): LinkSubject {
  if (recommendationId !== undefined) return { sellerId, recommendationId };
  if (waveId !== undefined) return { sellerId, waveId };
  throw new RangeError('a link requires a recommendation or a wave');
}

export function frameOf({ claim, token, wish }: Visit, { seller }: SellerHistory): Frame {
  const reader = readerFor(seller?.locale, seller?.timeZone, wish);
  return { reader, tenant: claim.tenant, token, seller: seller ?? {} };
}
