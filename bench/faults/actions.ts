import { toInstant } from '../../lib/domain/instant.ts';
import { inviteRange } from '../../lib/jobs/invite.ts';
import { sweep } from '../../lib/jobs/post.ts';
import { reissue } from '../../lib/outreach/reissue.ts';
import { waveOf } from '../../lib/outreach/wave.ts';
import type { Delivered } from '../../lib/post/delivery.ts';
import { deliver } from './doors.ts';
import type { Action } from './history.ts';
import { DAY, SHARDS_LIVED_IN } from './marketplace.ts';
import { visit } from './seller.ts';
import { count } from './witness.ts';
import type { World } from './world.ts';

/** Does what a step says, as the function in question would. @returns what is still to be done, where it was not */
export function doing(world: World, action: Action): Promise<readonly Action[]> {
  switch (action.kind) {
    case 'deliver':
      return deliver(world, action);
    case 'wave':
      return wave(world, action);
    case 'sweep':
      return sweepOnce(world);
    case 'seller':
      return visit(world, action);
    case 'link':
      return change(world, action);
  }
}

/** Half of the shards each, as the machine hands them out; the wave's own instant is its clock. */
async function wave(
  world: World,
  { scheduledAt }: Extract<Action, { kind: 'wave' }>,
): Promise<readonly Action[]> {
  const { facts, ledger, keyRing, tenant, seen } = world;
  const half = SHARDS_LIVED_IN / 2;
  const order = { tenant: tenant.id, ...waveOf('recommendation', toInstant(scheduledAt)) };
  for (const from of [0, half]) {
    const range = { from, to: from + half - 1 };
    const counts = await inviteRange(
      { facts, ledger, keyRing, tenant, delivery: 'mail' },
      { ...order, range },
    );
    count(seen.handled, 'sellers a wave looked at', counts.sellers);
  }
  return [];
}

async function sweepOnce(world: World): Promise<readonly Action[]> {
  const { facts, ledger, keyRing, tenant, outbox, clock, newId, seen } = world;
  const send = (id: string, out: () => unknown) =>
    world.outside((chance) => goesOut(world, id, out, chance.uniform()));
  const counts = await sweep({
    facts,
    ledger,
    keyRing,
    tenant,
    outbox,
    newId,
    surveyUrl: 'https://survey.example',
    clock: clock.shown,
    until: toInstant(clock.now() + DAY),
    delivery: { by: 'mail', send: (parcel) => send(parcel.id, () => seen.mails.push(parcel)) },
    bus: { put: (event) => send(event.id, () => seen.words.push(event.id)) },
  });
  const { late: _late, dropped, ...fates } = counts;
  for (const fate of [...Object.values(fates), ...Object.values(dropped)])
    count(seen.handled, 'messages of the outbox', fate);
  return [];
}

/** Most messages go out; of some nobody hears whether they did. */
function goesOut({ seen, doubt }: World, id: string, out: () => unknown, lot: number): Delivered {
  if (lot < 0.03) return { kind: 'later', why: 'throttled', overloaded: lot < 0.01 };
  if (lot < 0.04) return { kind: 'refused', why: 'not an address' };
  if (lot < 0.04 + doubt / 2) throw new Error('no answer, and nothing went out');
  out();
  count(seen.sendings, id);
  if (lot < 0.04 + doubt) throw new Error('no answer, and it went out');
  return { kind: 'sent' };
}

async function change(
  world: World,
  { mail: nth, change: kind }: Extract<Action, { kind: 'link' }>,
): Promise<readonly Action[]> {
  const { facts, keyRing, tenant, clock, seen } = world;
  const mail = seen.mails[nth % seen.mails.length];
  if (mail?.recommendationId === undefined) return [];
  const subject = { sellerId: mail.sellerId, recommendationId: mail.recommendationId };
  const now = clock.shown();
  seen.changed.add(`${mail.sellerId}|${mail.recommendationId}`);
  if (kind === 'revoke') await facts.revokeLink(tenant.id, subject);
  else if (kind === 'extend') await facts.extendLink(tenant.id, subject, toInstant(clock.now() + 2 * DAY));
  else await reissue(facts, keyRing, tenant, subject, { now });
  return [];
}
