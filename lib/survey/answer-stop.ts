import { pageResponse } from './page.ts';
import { frameOf, readLinked } from './read-sheet.ts';
import { stopPage, stoppedPage } from './stop-page.ts';
import type { SurveyWorld, Visit } from './world.ts';

/** `/s/{token}/stop`: no more questions. A genuine link is enough, also after it was revoked or has expired: neither nonce
 *  nor origin, because a mail client sends this POST by itself (RFC 8058). The ledger comes first: it outlives the rest. */
export async function answerStop(
  request: Request,
  visit: Visit,
  world: SurveyWorld,
): Promise<Response | undefined> {
  const found = await readLinked(visit, world);
  if (!found) return undefined;
  const frame = frameOf(visit, found.history);
  if (request.method !== 'POST') {
    const stopped = found.history.contact?.optedOutAt !== undefined;
    return pageResponse(stopped ? stoppedPage(frame) : stopPage(frame), request.method);
  }
  const tenant = visit.claim.tenant.id;
  await world.ledger.add(tenant, 'optout', found.link.sellerId, world.now);
  await world.facts.optOut(tenant, found.link.sellerId, world.now);
  return pageResponse(stoppedPage(frame), request.method);
}
