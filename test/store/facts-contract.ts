import { beforeEach, expect, it } from 'vitest';
import { addDays } from '../../lib/domain/instant.ts';
import type { RoundFacts } from '../../lib/rounds/merge.ts';
import { factsTable, type FactsTable } from '../../lib/store/facts-table.ts';
import { shardOf } from '../../lib/store/key.ts';
import type { Through } from '../../lib/store/record-plan.ts';
import type { Submission } from '../../lib/store/record-reply.ts';
import type { StoredRow } from '../../lib/store/stored-row.ts';
import type { Tables } from '../tables.ts';
import { facts, minute, order, recommendation } from './builders.ts';

let count = 0;

const many = (from: number, to: number): RoundFacts[] =>
  Array.from({ length: to - from }, (_, n) => facts({ recommendationId: `r${from + n}` }));

const days = (n: number) => addDays(order().invitedAt, n);

const told = (at: number, segments: Record<string, string>) => ({
  at: minute(at),
  id: 'shop/1/0',
  ingestedAt: minute(20),
  segments,
  covariates: {},
});

const submission = (changes: Partial<Submission> = {}): Submission => ({
  submissionId: 'a1',
  baseRevision: 0,
  decision: 'adjust',
  chosen: 110,
  trustRating: 5,
  mainReason: null,
  ...changes,
});

/** What the facts table promises, whatever engine is behind it. Every test is a tenant of its own. */
export function factsContract(tables: () => Tables): void {
  let table: FactsTable;
  let tenant: string;
  beforeEach(() => {
    table = factsTable(tables().client, tables().factsName);
    count += 1;
    tenant = `t${count}`;
  });

  const invited = async (changes: Parameters<typeof order>[0] = {}) => {
    const asked = order(changes);
    await table.importRounds(tenant, [facts(asked)], minute(1));
    return table.invite(tenant, asked);
  };
  const through = (changes: Partial<Through> = {}): Through => ({
    tenant,
    sellerId: 's1',
    recommendationId: 'r1',
    linkHash: 'a'.repeat(64),
    now: minute(10),
    ...changes,
  });
  const round = () => table.readRound(tenant, 's1', 'r1');

  it('reads what was imported', async () => {
    expect(await table.importRounds(tenant, [facts()], minute(1))).toBe(1);
    expect(await round()).toEqual({ tenant, ...facts() });
  });

  it('reads nothing where nothing is', async () => {
    expect(await round()).toBeUndefined();
    expect(await table.readLink(tenant, 'b'.repeat(64))).toBeUndefined();
    expect(await table.readSeller(tenant, 's1')).toEqual({ sellerId: 's1', rounds: [] });
  });

  it('keeps the later of two reports, whichever came first', async () => {
    const early = facts({ recommendation: recommendation({ value: 1 }) });
    const late = facts({ recommendation: recommendation({ value: 2, at: minute(5) }) });
    await table.importRounds(tenant, [late], minute(6));
    expect(await table.importRounds(tenant, [early], minute(7))).toBe(0);
    expect((await round())?.recommendation?.value).toBe(2);
    await table.mergeRounds(
      tenant,
      [facts({ recommendation: recommendation({ value: 3, at: minute(6) }) })],
      minute(8),
    );
    expect((await round())?.recommendation?.value).toBe(3);
  });

  it('takes the new facts of a round and leaves its newer ones', async () => {
    const fact = { id: 'shop/2/0', ingestedAt: minute(9) };
    await table.importRounds(
      tenant,
      [facts({ recommendation: recommendation({ at: minute(5), value: 5 }) })],
      minute(6),
    );
    const changed = await table.importRounds(
      tenant,
      [
        facts({
          outcome: { ...fact, at: minute(8), value: 99 },
          action: { ...fact, at: minute(7), response: 'none' },
        }),
      ],
      minute(9),
    );
    expect(changed).toBe(1);
    expect(await round()).toMatchObject({
      recommendation: { value: 5 },
      outcome: { value: 99 },
      action: { response: 'none' },
    });
  });

  it('imports what is new beside what was there', async () => {
    expect(await table.importRounds(tenant, many(0, 130), minute(1))).toBe(130);
    expect(await table.importRounds(tenant, many(60, 260), minute(2))).toBe(130);
    expect((await table.readSeller(tenant, 's1')).rounds).toHaveLength(260);
  });

  it('joins facts of one round within a batch', async () => {
    const outcome = { at: minute(3), id: 'shop/3/0', ingestedAt: minute(4), value: 7 };
    const apart = { sellerId: 's1', recommendationId: 'r1' };
    expect(await table.importRounds(tenant, [{ ...apart, outcome }, facts()], minute(4))).toBe(1);
    expect(await round()).toEqual({ tenant, ...facts(), outcome });
  });

  it('reads a whole shard, over many pages, a seller at a time', async () => {
    const title = 'x'.repeat(200);
    const reasons = Array.from({ length: 8 }, () => 'y'.repeat(300));
    const rows = Array.from({ length: 900 }, (_, n) =>
      facts({ recommendationId: `r${n}`, recommendation: recommendation({ title, reasons }) }),
    );
    const seller = { ...recommendation(), segments: { size: 'small' }, covariates: { age: 3 } };
    await table.importRounds(tenant, rows, minute(1));
    await table.putSeller(tenant, 's1', seller, minute(1));
    const kinds: StoredRow['kind'][] = [];
    for await (const { kind } of table.readShard(tenant, shardOf('s1'))) kinds.push(kind);
    expect(kinds.filter((kind) => kind === 'round')).toHaveLength(900);
    const histories = [];
    for await (const each of table.readHistories(tenant, shardOf('s1'))) histories.push(each);
    expect(histories).toHaveLength(1);
    expect(histories[0]?.seller?.segments).toEqual({ size: 'small' });
    expect(histories[0]).toEqual(await table.readSeller(tenant, 's1'));
  });

  it('keeps the later description of a seller', async () => {
    expect(await table.putSeller(tenant, 's1', told(5, { size: 'small' }), minute(20))).toBe(true);
    expect(await table.putSeller(tenant, 's1', told(4, { size: 'large' }), minute(20))).toBe(false);
    expect((await table.readSeller(tenant, 's1')).seller?.segments).toEqual({ size: 'small' });
  });

  it('invites once', async () => {
    expect(await invited()).toBe('invited');
    expect(await table.invite(tenant, order())).toBe('alreadyInvited');
    expect((await round())?.invitation).toMatchObject({ waveId: 'w1', linkHash: 'a'.repeat(64) });
    expect(await table.readLink(tenant, 'a'.repeat(64))).toEqual({
      tenant,
      sellerId: 's1',
      recommendationId: 'r1',
      keyId: 1,
      issueNo: 1,
      expiresAt: order().closesAt,
      status: 'open',
    });
  });

  it('invites to no round that is not there', async () => {
    expect(await table.invite(tenant, order())).toBe('alreadyInvited');
    expect(await round()).toBeUndefined();
    expect(await table.readLink(tenant, 'a'.repeat(64))).toBeUndefined();
  });

  it('leaves a seller in peace for fourteen days, unless the setting says otherwise', async () => {
    await invited();
    const next = { recommendationId: 'r2', linkHash: 'b'.repeat(64) };
    expect(await invited({ ...next, invitedAt: days(30) })).toBe('alreadyInvited'); // the same wave
    expect(await table.invite(tenant, order({ ...next, waveId: 'w2', invitedAt: days(13) }))).toBe(
      'restingDays',
    );
    expect((await table.readRound(tenant, 's1', 'r2'))?.invitation).toBeUndefined();
    const sooner = order({
      ...next,
      waveId: 'w2',
      invitedAt: days(7),
      caps: { quietDays: 7, perQuarter: 4 },
    });
    expect(await table.invite(tenant, sooner)).toBe('invited');
    const later = { recommendationId: 'r3', linkHash: 'c'.repeat(64), waveId: 'w3', invitedAt: days(21) };
    expect(await invited(later)).toBe('invited');
  });

  it('asks nobody who opted out', async () => {
    await table.optOut(tenant, 's1', minute(1));
    expect(await invited()).toBe('optedOut');
    expect((await table.readSeller(tenant, 's1')).contact).toEqual({ optedOutAt: minute(1) });
  });

  it('records her own plan once', async () => {
    await invited();
    const first = await table.recordPriorPlan(through(), { value: 100, submissionId: 'p1' });
    expect(first).toMatchObject({ outcome: 'recorded', priorPlan: { value: 100, revealedAt: minute(10) } });
    const again = through({ now: minute(11) });
    expect(await table.recordPriorPlan(again, { value: 100, submissionId: 'p1' })).toEqual(first);
    expect(await table.recordPriorPlan(again, { value: 5, submissionId: 'p2' })).toMatchObject({
      outcome: 'already-recorded',
      priorPlan: { value: 100 },
    });
    expect((await round())?.priorPlan?.value).toBe(100);
  });

  it('gives one submission one receipt', async () => {
    await invited();
    const first = await table.recordReply(through(), submission());
    expect(first).toMatchObject({ outcome: 'recorded', reply: { revision: 1, chosen: 110 } });
    expect(await table.recordReply(through({ now: minute(11) }), submission())).toEqual(first);
    expect(await table.recordReply(through({ now: order().closesAt }), submission())).toEqual(first);
    expect(await table.recordReply(through(), submission({ baseRevision: 1 }))).toEqual(first);
  });

  it('keeps every change of mind, and tells a stale form what stands', async () => {
    await invited();
    await table.recordReply(through(), submission());
    expect(await table.recordReply(through(), submission({ submissionId: 'b1', chosen: 1 }))).toMatchObject({
      outcome: 'already-answered',
      reply: { revision: 1, chosen: 110 },
    });
    await table.recordReply(
      through({ now: minute(12) }),
      submission({ submissionId: 'b1', baseRevision: 1, chosen: 90 }),
    );
    const stored = await round();
    expect(stored?.reply).toMatchObject({ revision: 2, chosen: 90, at: minute(12) });
    expect(stored?.earlierReplies?.map(({ chosen }) => chosen)).toEqual([110]);
  });

  it('keeps twenty answers and no more', async () => {
    await invited();
    const answers = [];
    for (let n = 0; n < 21; n += 1)
      answers.push(
        await table.recordReply(through(), submission({ submissionId: `a.${n}`, baseRevision: n })),
      );
    expect(answers.map(({ outcome }) => outcome)).toEqual([
      ...Array(20).fill('recorded'),
      'too-many-changes',
    ]);
    expect((await round())?.earlierReplies).toHaveLength(19);
  });

  it('takes nothing after the close nor by a link that was replaced', async () => {
    await invited();
    const late = through({ now: order().closesAt });
    const other = through({ linkHash: 'b'.repeat(64) });
    const plan = { value: 1, submissionId: 'p1' };
    expect(await table.recordPriorPlan(late, plan)).toEqual({ outcome: 'closed' });
    expect(await table.recordPriorPlan(other, plan)).toEqual({ outcome: 'stale-link' });
    expect(await table.recordReply(late, submission())).toEqual({ outcome: 'closed' });
    expect(await table.recordReply(other, submission())).toEqual({ outcome: 'stale-link' });
    const nowhere = through({ recommendationId: 'r9' });
    expect(await table.recordReply(nowhere, submission())).toEqual({ outcome: 'stale-link' });
    expect(await round()).toEqual({ tenant, ...facts(), invitation: expect.anything() });
  });
}
