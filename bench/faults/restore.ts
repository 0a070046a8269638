import { toInstant } from '../../lib/domain/instant.ts';
import { intake } from '../../lib/intake/intake.ts';
import { replayLedger } from '../../lib/jobs/replay.ts';
import { actor } from './actor.ts';
import { chance } from './chance.ts';
import { restore } from './contents.ts';
import { expected, differences, found } from './invariants/fold.ts';
import { sellerOf } from './invariants/forgotten.ts';
import { viewOf, type View } from './invariants/view.ts';
import { SHARDS_LIVED_IN } from './marketplace.ts';
import type { Ended } from './run.ts';
import type { World } from './world.ts';

/** R13: the table goes back to a copy from the middle of the history, and the ledger stays as it is. The replay, killed once
 *  and begun again, leaves nobody who was erased, marks who opted out and sends nothing twice; and when the whole log of
 *  events comes in again, the table is what the log says (R15). */
export async function restored({ erased, accepted }: View, ended: Ended): Promise<readonly string[]> {
  const { world, history, copy } = ended;
  await restore(world.tables.client, world.tables.factsName, copy);
  const by = chance(history.seed, 'restore');
  const death = { call: 1 + by.below(30), when: by.pick(['before', 'after'] as const) };
  await work(world, history.seed, actor('replay that dies', { dies: death }), () => replay(world));
  await work(world, history.seed, actor('replay'), () => replay(world));
  const after = await viewOf(ended);
  const back = after.raw.flatMap((row) => (erased.has(sellerOf(row)) ? [`${sellerOf(row)} is back`] : []));
  const optedOut = await world.plain.ledger.among(
    world.tenant.id,
    'optout',
    after.rows.map(({ sellerId }) => sellerId),
  );
  const unmarked = [...optedOut].filter(
    (sellerId) =>
      !after.rows.some(
        (row) => row.kind === 'contact' && row.sellerId === sellerId && row.contact.optedOutAt,
      ),
  );
  const now = toInstant(world.clock.now());
  const due = after.outbox.filter(
    ({ state, dueAt }) => dueAt <= now && state !== 'uncertain' && state !== 'failed',
  );
  const log = [...world.seen.accepted].map((index) => ({ place: index, value: world.told[index]?.event }));
  await work(world, history.seed, actor('log'), () => intake(log, world.tenant.id, { ...world, now }));
  const again = await viewOf(ended);
  return [
    ...back,
    ...unmarked.map((sellerId) => `${sellerId} opted out and is not marked`),
    ...due.map(({ id, state }) => `${id} may be sent again: it is ${state}`),
    ...differences(expected(accepted, erased), found(again)),
  ];
}

async function work(world: World, seed: number, who: ReturnType<typeof actor>, what: () => Promise<unknown>) {
  const [end] = await world.turns.together(chance(seed, who.name), [{ actor: who, work: what }]);
  if (end?.kind === 'failed') throw end.failure;
}

/** Shards nobody lives in are left out: they take as long to read. */
function replay(world: World) {
  const { facts, ledger, eraser, outbox, tenant, clock } = world;
  const lived: typeof facts.readShard = (of, shard) =>
    shard < SHARDS_LIVED_IN ? facts.readShard(of, shard) : nobody();
  return replayLedger(
    { facts: { ...facts, readShard: lived }, ledger, eraser, outbox, now: clock.shown() },
    tenant.id,
  );
}

async function* nobody(): AsyncGenerator<never> {}
