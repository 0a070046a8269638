import * as fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Instant } from '../../lib/domain/instant.ts';
import { factsTable } from '../../lib/store/facts-table.ts';
import { outboxPut } from '../../lib/store/outbox-put.ts';
import type { Message, OutboxRow } from '../../lib/store/outbox-row.ts';
import { outbox } from '../../lib/store/outbox.ts';
import { OUTBOX_LANES } from '../../lib/store/table.ts';
import { tableClient } from '../../lib/store/table-client.ts';
import type { Tables } from '../tables.ts';
import { facts, minute, order } from './builders.ts';
import { sellerOf } from './seller-of.ts';

const lease = (by: string, until: Instant = minute(15)) => ({ by, until });
const message = (over: Partial<Extract<Message, { kind: 'invitation' }>> = {}): Message => ({
  kind: 'invitation',
  sellerId: 's1',
  waveId: 'w1',
  recommendationId: 'r1',
  issueNo: 1,
  keyId: 1,
  reminder: 0,
  ...over,
});

/** What every engine must show of the outbox. */
export function outboxContract(tables: () => Tables): void {
  const box = () => outbox(tables().client, tables().factsName);
  let n = 0;
  let tenant = '';
  beforeEach(() => {
    tenant = `t${(n += 1)}`;
  });

  async function put(told: Message, when: Instant): Promise<void> {
    const { documents, name } = tableClient(tables().client, tables().factsName);
    await documents.send(new TransactWriteCommand({ TransactItems: [outboxPut(name, tenant, told, when)] }));
  }

  async function dueAt(now: Instant): Promise<OutboxRow[]> {
    const rows: OutboxRow[] = [];
    for (let lane = 0; lane < OUTBOX_LANES; lane += 1)
      for await (const row of box().due(tenant, lane, now)) rows.push(row);
    return rows;
  }

  async function one(now = minute(10)): Promise<OutboxRow> {
    const [row, ...more] = await dueAt(now);
    if (row === undefined || more.length > 0)
      throw new RangeError(`one row, found ${more.length + (row ? 1 : 0)}`);
    return row;
  }

  it('tells what is due, to the instant, in whichever lane', async () => {
    for (let i = 0; i < 40; i += 1) await put(message({ sellerId: `s${i}` }), minute(10));
    expect(await dueAt(minute(9))).toEqual([]);
    expect(await dueAt(minute(10))).toHaveLength(40);
    const rows: OutboxRow[] = [];
    for await (const row of box().all(tenant)) rows.push(row);
    expect(rows).toHaveLength(40);
  });

  it('refuses a message that waits already', async () => {
    await put(message(), minute(10));
    await expect(put(message(), minute(10))).rejects.toThrow('ConditionalCheckFailed');
    await put(message({ reminder: 1 }), minute(10));
    expect(await dueAt(minute(10))).toHaveLength(2);
  });

  it('is claimed by one, and again by another only when the lease is over', async () => {
    await put(message(), minute(10));
    const row = await one();
    expect(await box().claim(tenant, row, lease('a'), minute(10))).toBe('claimed');
    expect(await box().claim(tenant, row, lease('a'), minute(10))).toBe('claimed'); // an answer that was lost
    expect(await box().claim(tenant, row, lease('b'), minute(14))).toBe('busy');
    expect(await box().claim(tenant, row, lease('b', minute(20)), minute(15))).toBe('claimed');
    expect(await box().startSending(tenant, row, lease('a'))).toBe(false);
    expect(await box().startSending(tenant, row, lease('b', minute(20)))).toBe(true);
  });

  it('that was being sent when its sender died is uncertain, is kept, and is never claimed again', async () => {
    await put(message(), minute(10));
    const row = await one();
    await box().claim(tenant, row, lease('a'), minute(10));
    await box().startSending(tenant, row, lease('a'));
    expect(await box().claim(tenant, await one(), lease('b'), minute(14))).toBe('busy');
    expect(await box().claim(tenant, row, lease('b'), minute(30))).toBe('busy'); // as it was read before
    expect(await box().claim(tenant, await one(), lease('b'), minute(15))).toBe('uncertain');
    expect(await one()).toMatchObject({ state: 'uncertain', sellerId: 's1' });
    expect(await box().claim(tenant, await one(), lease('b'), minute(99))).toBe('busy');
    await box().done(tenant, row, lease('a'), minute(31)); // it was alive after all
    expect(await dueAt(minute(99))).toEqual([]);
  });

  it('done tells the invitation when it first went out', async () => {
    const table = factsTable(tables().client, tables().factsName);
    await table.importRounds(tenant, [facts()], minute(1));
    await table.invite(tenant, order());
    const [invitation] = await dueAt(minute(10));
    await put(message({ reminder: 1 }), minute(10));
    for (const row of await dueAt(minute(10))) {
      await box().claim(tenant, row, lease('a'), minute(10));
      await box().startSending(tenant, row, lease('a'));
      await box().done(tenant, row, lease('a'), row.id === invitation?.id ? minute(11) : minute(12));
    }
    expect(await dueAt(minute(99))).toEqual([]);
    const round = await table.readRound(tenant, 's1', 'r1');
    expect([minute(11), minute(12)]).toContain(round?.invitation?.sentAt);
  });

  it('done of what was erased meanwhile brings nothing back', async () => {
    await put(message(), minute(10));
    const row = await one();
    await box().claim(tenant, row, lease('a'), minute(10));
    await box().startSending(tenant, row, lease('a'));
    await box().done(tenant, row, lease('a'), minute(11));
    expect(await dueAt(minute(99))).toEqual([]);
    const { rounds } = await factsTable(tables().client, tables().factsName).readSeller(tenant, 's1');
    expect(rounds).toEqual([]);
  });

  it('is deferred, dropped and set aside by who has it', async () => {
    await put(message(), minute(10));
    await put(message({ sellerId: 's2' }), minute(10));
    await put({ kind: 'contested', sellerId: 's3', messageId: 'm1' }, minute(10));
    const rows = await dueAt(minute(10));
    for (const row of rows) await box().claim(tenant, row, lease('a'), minute(10));
    for (const row of rows) {
      await box().defer(tenant, row, lease('b'), minute(50));
      await box().drop(tenant, row, lease('b'));
    }
    expect(await dueAt(minute(10))).toHaveLength(3);
    const of = (sellerId: string) => {
      const found = rows.find((row) => sellerOf(row) === sellerId);
      if (found === undefined) throw new RangeError(`no row of ${sellerId}`);
      return found;
    };
    await box().defer(tenant, of('s1'), lease('a'), minute(50));
    await box().drop(tenant, of('s2'), lease('a'));
    await box().setAside(tenant, of('s3'), lease('a'), { state: 'failed', why: 'refused', now: minute(10) });
    expect(await dueAt(minute(49))).toMatchObject([{ kind: 'contested', state: 'failed', why: 'refused' }]);
    const later = (await dueAt(minute(50))).find((row) => sellerOf(row) === 's1');
    expect(later).toMatchObject({ state: 'due', claims: 1, reminder: 0, recommendationId: 'r1' });
    expect(later).not.toHaveProperty('claimedBy');
  });

  it('of many sweepers that die anywhere, no message goes out twice and none vanishes', async () => {
    const step = fc.record({
      sweeper: fc.nat(2),
      row: fc.nat(2),
      dies: fc.constantFrom('before', 'sending', 'sent', 'no'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        tenant = `t${(n += 1)}`;
        for (let i = 0; i < 3; i += 1) await put(message({ sellerId: `s${i}` }), minute(0));
        const sent: string[] = [];
        await Promise.all(
          steps.map(async ({ sweeper, row: index, dies }, at) => {
            const row = (await dueAt(minute(at * 20)))[index];
            if (row === undefined) return;
            const mine = lease(`${sweeper}-${at}`, minute(at * 20 + 5));
            if ((await box().claim(tenant, row, mine, minute(at * 20))) !== 'claimed' || dies === 'before')
              return;
            if (!(await box().startSending(tenant, row, mine)) || dies === 'sending') return;
            sent.push(sellerOf(row));
            if (dies === 'no') await box().done(tenant, row, mine, minute(at * 20 + 1));
          }),
        );
        expect(new Set(sent).size).toBe(sent.length);
        const left = (await dueAt(minute(9999))).map(sellerOf);
        expect(new Set([...sent, ...left])).toEqual(new Set(['s0', 's1', 's2']));
      }),
      { seed: 7, numRuns: 15 },
    );
  });
  it('is written with the invitation or not at all, for both kinds of questions', async () => {
    const table = factsTable(tables().client, tables().factsName);
    await table.importRounds(tenant, [facts(), facts({ sellerId: 's2' })], minute(1));
    const sendings = [
      { reminder: 0, dueAt: minute(10) },
      { reminder: 1, dueAt: minute(20) },
    ];
    expect(await table.invite(tenant, order({ sendings }))).toBe('invited');
    expect(await table.invite(tenant, order({ sendings, recommendationId: 'r2', waveId: 'w2' }))).not.toBe(
      'invited',
    );
    const quarterly = { ...order(), sendings, sellerId: 's2', waveId: 'q1', linkHash: 'c'.repeat(64) };
    expect(await table.inviteQuarterly(tenant, { ...quarterly, knownBy: 'gone' })).not.toBe('invited');
    expect(await dueAt(minute(99))).toHaveLength(2);
    expect(await table.inviteQuarterly(tenant, { ...quarterly, knownBy: 'r1' })).toBe('invited');
    expect((await dueAt(minute(19))).map(({ id }) => id).toSorted()).toEqual(['q1|s2|0', 'w1|s1|0']);
    expect(await dueAt(minute(20))).toHaveLength(4);
  });
}
