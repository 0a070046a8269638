import { milliseconds } from '../../../lib/domain/instant.ts';
import type { View, Invariant } from './view.ts';

const SKEW = 5 * 60_000; // milliseconds

/** R6: no mail goes out twice, and none is lost silently: of every message that was ever written, sent, kept in doubt, kept as
 *  refused and dropped for a reason make up all. */
export const noMailTwiceNoneLost: Invariant = (view) => {
  const { seen, tenant } = view.ended.world;
  const waiting = new Map(view.outbox.map((row) => [row.id, row]));
  return [...messages(view)].flatMap(([id, goneAt]) => {
    const sent = seen.sendings.get(`${tenant.id}|${id}`) ?? 0;
    if (sent > 1) return [`${id} went out ${sent} times`];
    const row = waiting.get(id);
    if (row?.state === 'uncertain' || row?.state === 'failed') return [];
    if (row !== undefined) return [`${id} still waits as ${row.state}, due at ${row.dueAt}`];
    return sent === 1 || isDropped(view, id, goneAt) ? [] : [`${id} was lost: neither sent nor kept`];
  });
};

/** What was written, by id, with when it was last taken away. */
function messages({ ended }: View): ReadonlyMap<string, number> {
  const all = new Map<string, number>();
  for (const { sk, at } of ended.world.seen.outbox) all.set(sk.slice(sk.indexOf('#') + 1), at);
  return all;
}

/** Whether there is a reason for not sending a message that is gone. */
function isDropped(view: View, id: string, goneAt: number): boolean {
  const [first = '', sellerId = '', reminder] = id.split('|');
  const word = first === 'replied' || first === 'contested';
  if (view.erased.has(sellerId)) return true;
  if (word) return false;
  if (view.optedOut.has(sellerId)) return true;
  const contact = view.rows.find((row) => row.kind === 'contact' && row.sellerId === sellerId);
  if (contact?.kind === 'contact') {
    const { optedOutAt, complainedAt, bouncedAt } = contact.contact;
    if (optedOutAt !== undefined || complainedAt !== undefined || bouncedAt !== undefined) return true;
  }
  const round = view.rounds.find((each) => each.sellerId === sellerId && each.invitation?.waveId === first);
  if (
    round?.invitation === undefined ||
    view.ended.world.seen.changed.has(`${sellerId}|${round.recommendationId}`)
  )
    return true;
  // what came late is not sent after its own reminder
  if (reminder === '0' && round.invitation.sentAt !== undefined) return true;
  const answered = [...(round.earlierReplies ?? []), ...(round.reply ? [round.reply] : [])].some(
    ({ at }) => milliseconds(at) <= goneAt + SKEW,
  );
  const closed = milliseconds(round.invitation.closesAt) <= goneAt + SKEW;
  return answered || closed || lacksAddress(view, sellerId);
}

function lacksAddress({ accepted }: View, sellerId: string): boolean {
  return accepted.some(
    ({ type, data }) => type === 'seller.described' && data.sellerId === sellerId && data.email === undefined,
  );
}
