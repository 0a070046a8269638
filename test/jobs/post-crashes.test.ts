import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withTables } from '../engine.ts';
import { type Around, dyingAt, mortal } from './mortal.ts';
import { outboxWorld, type OutboxWorld } from './outbox-world.ts';
import { sellerOf } from '../store/seller-of.ts';

/** Sweeping by as many senders as there are, each of which may die anywhere or be held up for longer than its lease: no
 *  seller gets two mails of one wave, and none is lost silently: who got none is in the outbox as uncertain. */
const tables = withTables();
const LEASE = 3; // minutes, and more than a lease

describe('a sender that dies', () => {
  test('at whatever step: each seller gets one mail, or is kept as uncertain', async () => {
    const fates: string[] = [];
    for (let step = 1, alive = false; !alive; step += 1) {
      const world = outboxWorld(tables);
      await world.invite('s1');
      const death = dyingAt(step);
      alive = await sweepAs(world, death.around);
      await recover(world);
      fates.push(await fatesOf(world, ['s1']));
    }
    // in doubt is what died between the start of sending and its end: before it is repeated, and after it is done
    expect(fates.join(' ')).toMatch(/^(sent )+(uncertain )+(sent ?)+$/);
  });

  test('before it began to send leaves nothing in doubt', async () => {
    for (const until of ['after claim', 'before startSending']) {
      const world = outboxWorld(tables);
      await world.invite('s1');
      await sweepAs(world, (step) =>
        step === until ? Promise.reject(new Error('died')) : Promise.resolve(),
      );
      expect(world.sent).toHaveLength(0);
      expect(await world.sweep()).toMatchObject({ busy: 1, sent: 0 }); // its lease is not over
      await recover(world);
      expect(await fatesOf(world, ['s1'])).toBe('sent');
    }
  });
});

test('two senders in any order, dying anywhere, held up for any time: at most one mail each, and none lost silently', async () => {
  const sellers = ['s1', 's2'];
  const life = fc.record({
    diesAt: fc.option(fc.integer({ min: 1, max: 30 }), { nil: 1000 }),
    pauses: fc.array(fc.nat({ max: 9 }), { minLength: 40, maxLength: 40 }),
  });
  let [sent, uncertain] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), life, life, async (order, one, two) => {
      const world = outboxWorld(tables);
      for (const seller of sellers) await world.invite(seller);
      const both = [one, two].map(({ diesAt, pauses }) => {
        const { around, steps } = dyingAt(diesAt);
        return sweepAs(world, async (step) => {
          await order.schedule(Promise.resolve(), step);
          if (pauses[steps()] === 9) world.pass(LEASE);
          await around(step);
        });
      });
      await order.waitFor(Promise.all(both));
      await recover(world);
      const fates = await fatesOf(world, sellers);
      sent += fates.split('sent').length - 1;
      uncertain += fates.split('uncertain').length - 1;
    }),
    { numRuns: 25, seed: 4 },
  );
  expect(sent).toBeGreaterThan(20); // both ends were met
  expect(uncertain).toBeGreaterThan(2);
});

/** One sweep by a sender of its own. @returns whether it lived to its end */
function sweepAs(world: OutboxWorld, around: Around): Promise<boolean> {
  return world.sweep(mortal(world.box, world.sent, around)).then(
    () => true,
    () => false,
  );
}

/** Healthy sweeps, until every lease is over and nothing is due. */
async function recover(world: OutboxWorld): Promise<void> {
  for (let again = 0; again < 3; again += 1) {
    world.pass(LEASE);
    await world.sweep();
  }
}

/** What became of each seller's mail.
 *  @throws when one got two, or none and nobody knows */
async function fatesOf(world: OutboxWorld, sellers: readonly string[]): Promise<string> {
  const rows = await world.rows();
  const fates = sellers.map((seller) => {
    const mails = world.sent.filter(({ sellerId }) => sellerId === seller).length;
    const row = rows.find((each) => sellerOf(each) === seller);
    if (mails > 1) throw new Error(`${seller} got ${mails} mails`);
    if (row === undefined && mails === 0) throw new Error(`the mail of ${seller} was lost silently`);
    if (row !== undefined && row.state !== 'uncertain')
      throw new Error(`${seller} still waits: ${row.state}`);
    return row === undefined ? 'sent' : 'uncertain';
  });
  return fates.join(' ');
}
