import { describe, expect, test } from 'vitest';
import { addDays, parseInstant } from '../../lib/domain/instant.ts';
import { readToken, tenantsByNumber } from '../../lib/link/token.ts';
import { reissue } from '../../lib/outreach/reissue.ts';
import { REASONS_WITHHELD } from '../../lib/rounds/withheld.ts';
import { contactKey, sellerKey } from '../../lib/store/key.ts';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { tableClient } from '../../lib/store/table-client.ts';
import { withTables } from '../engine.ts';
import { NOW, RING } from '../survey/marketplace.ts';
import { outboxWorld, type OutboxWorld, WAVE } from './outbox-world.ts';

const tables = withTables();
const SUBJECT = { sellerId: 's1', recommendationId: 'rec-1' };
const at = (text: string) => parseInstant(text) ?? NOW;

describe('a sweep', () => {
  test('sends what is due, once, with a link that works, and says when', async () => {
    const world = outboxWorld(tables);
    for (let n = 1; n <= 12; n += 1) await world.invite(`s${n}`);
    await world.invite('later', { dueAt: addDays(NOW, 1) });
    world.pass(1);
    expect(await world.sweep()).toMatchObject({ sent: 12, uncertain: 0, dropped: {} });
    expect(new Set(world.sent.map(({ sellerId }) => sellerId)).size).toBe(12);
    for (const { url, mail, sellerId } of world.sent) {
      const claim = readToken(RING, tenantsByNumber([world.tenant]), url.split('/s/')[1] ?? '');
      const link = await world.facts.readLink(world.tenant.id, claim?.linkHash ?? '');
      expect(link?.sellerId).toBe(sellerId);
      expect(mail?.to).toBe(`${sellerId}@example.com`);
      expect(mail?.text).toContain(url);
    }
    const round = await world.facts.readRound(world.tenant.id, 's1', 'rec-1');
    expect(round?.invitation?.sentAt).toBe(world.world.now);
    expect(await world.sweep()).toMatchObject({ sent: 0 });
    expect(await world.rows()).toMatchObject([{ sellerId: 'later', state: 'due' }]);
  });

  const unwanted: readonly (readonly [string, (world: OutboxWorld) => Promise<unknown>])[] = [
    ['answered', (world) => answered(world)],
    ['closed', async (world) => world.pass(6 * 24 * 60)],
    ['revoked', (world) => world.facts.revokeLink(world.tenant.id, SUBJECT)],
    ['optedOut', (world) => world.facts.optOut(world.tenant.id, 's1', NOW)],
    ['optedOut', (world) => world.ledger.add(world.tenant.id, 'optout', 's1', NOW)],
    ['erased', (world) => world.ledger.add(world.tenant.id, 'erased', 's1', NOW)],
    ['bounced', (world) => contact(world, 'bouncedAt')],
    ['complained', (world) => contact(world, 'complainedAt')],
    ['noAddress', (world) => forgetAddress(world)],
  ];
  test.each(unwanted)('looks again before it sends: %s', async (why, happens) => {
    const world = outboxWorld(tables);
    await world.invite('s1');
    await world.invite('s2', { closesAt: addDays(NOW, 30) });
    await happens(world);
    const words = why === 'answered' ? 1 : 0; // that she answered is told as well
    expect(await world.sweep()).toMatchObject({ sent: 1 + words, dropped: { [why]: 1 } });
    expect(world.sent.map(({ sellerId }) => sellerId)).toEqual(['s2']);
    expect(await world.rows()).toEqual([]);
  });

  test('sends the link that works now, after a re-issue', async () => {
    const world = outboxWorld(tables);
    await world.invite('s1');
    const again = await reissue(world.facts, RING, world.tenant, SUBJECT, { now: NOW });
    await world.sweep();
    expect(world.sent.map(({ url }) => url)).toEqual([
      `https://survey.example/s/${again.outcome === 'reissued' ? again.token : ''}`,
    ]);
  });

  test("waits for the end of a seller's quiet hours, on her own clock", async () => {
    const outreach = { quietDays: 14, perQuarter: 4, timeZone: 'Etc/UTC', remindAfterDays: [] };
    const quietHours = { from: '20:00', to: '08:00' };
    const world = outboxWorld(tables, { outreach: { ...outreach, quietHours } });
    await world.invite('tokyo', { seller: { timeZone: 'Asia/Tokyo' } }); // 21:00 there
    await world.invite('mars', { seller: { timeZone: 'Mars/Phobos' } }); // the tenant's zone: noon
    expect(await world.sweep()).toMatchObject({ sent: 1, deferred: 1 });
    expect(await world.rows()).toMatchObject([
      { sellerId: 'tokyo', state: 'due', dueAt: '2026-11-22T23:00:00.000Z' },
    ]);
    world.world.now = at('2026-11-22T23:00:00Z');
    expect(await world.sweep()).toMatchObject({ sent: 1, deferred: 0 });
  });

  test('reminds who has not answered, not close upon a late invitation, and never sends the first one after it', async () => {
    const world = outboxWorld(tables);
    const reminders = [addDays(NOW, 4)];
    await world.invite('s1', { reminders });
    await world.invite('s2', { reminders });
    await world.invite('late', { reminders, dueAt: addDays(NOW, 3.9) });
    await world.sweep();
    await answered(world);
    world.world.now = addDays(NOW, 4);
    await world.sweep();
    await world.sweep(); // what was busy
    expect(
      world.sent
        .map(({ sellerId, reminder }) => (sellerId === 'late' ? sellerId : `${sellerId} ${reminder}`))
        .toSorted(),
    ).toEqual(['late', 's1 0', 's2 0', 's2 1'].toSorted());
    expect(world.sent.find(({ reminder }) => reminder === 1)?.mail?.subject).toMatch(/^Reminder: /);
    await world.put({
      kind: 'invitation',
      ...SUBJECT,
      sellerId: 's2',
      waveId: WAVE,
      issueNo: 1,
      keyId: 1,
      reminder: 0,
    });
    expect(await world.sweep()).toMatchObject({ sent: 0, dropped: { alreadySent: 1 } });
  });

  test('keeps value and reasons from mails that must not hold them', async () => {
    const world = outboxWorld(tables);
    await world.invite('asked', { arm: 'elicit' });
    await world.invite('without', { withheld: [REASONS_WITHHELD] });
    await world.invite('shown');
    await world.sweep();
    const mailOf = (seller: string) =>
      JSON.stringify(world.sent.find(({ sellerId }) => sellerId === seller)?.mail);
    expect(mailOf('asked')).not.toMatch(/240|Sales rose|\?a=|\?t=/);
    expect(mailOf('without')).toContain('240 units');
    expect(mailOf('without')).not.toContain('Sales rose');
    expect(mailOf('shown')).toContain('Sales rose');
  });

  test('asks for no address where the marketplace writes itself', async () => {
    const world = outboxWorld(tables);
    await world.invite('s1');
    await forgetAddress(world);
    await world.sweep({ delivery: { ...world.delivery(), by: 'events' } });
    expect(world.sent).toMatchObject([
      { sellerId: 's1', recommendationId: 'rec-1', waveId: WAVE, reminder: 0 },
    ]);
    expect(world.sent[0]?.mail).toBeUndefined();
  });
});

describe('what could not be sent', () => {
  test('is tried again with longer and longer pauses, and nothing more goes to who is overloaded', async () => {
    const world = outboxWorld(tables);
    for (let n = 1; n <= 20; n += 1) await world.invite(`s${n}`);
    const busy = world.delivery(() => Promise.resolve({ kind: 'later', why: 'busy', overloaded: true }));
    const counts = await world.sweep({ delivery: busy });
    expect(counts.later).toBeGreaterThan(0);
    expect(counts.later).toBeLessThanOrEqual(8); // those that were under way
    const pauses: number[] = [];
    const slow = world.delivery(() => Promise.resolve({ kind: 'later', why: 'busy', overloaded: false }));
    const one = outboxWorld(tables);
    await one.invite('s1');
    for (let attempt = 0; attempt < 9; attempt += 1) {
      const before = one.world.now;
      await one.sweep({ delivery: slow });
      const [row] = await one.rows();
      one.world.now = row?.dueAt ?? NOW;
      pauses.push((Date.parse(one.world.now) - Date.parse(before)) / 60_000);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(await one.sweep()).toMatchObject({ sent: 1 });
  });

  test('is kept with its reason when it was refused for good', async () => {
    const world = outboxWorld(tables);
    await world.invite('s1');
    const refuse = world.delivery(() => Promise.resolve({ kind: 'refused', why: 'MessageRejected' }));
    expect(await world.sweep({ delivery: refuse })).toMatchObject({ failed: 1 });
    expect(await world.rows()).toMatchObject([{ sellerId: 's1', state: 'failed', why: 'MessageRejected' }]);
    expect(await world.sweep()).toMatchObject({ sent: 0 });
  });

  test('is uncertain when nobody can tell, under a name that holds no address, and never sent again', async () => {
    const world = outboxWorld(tables);
    await world.invite('s1');
    const lost = world.delivery(() => Promise.reject(new Error('socket hang up to s1@example.com')));
    expect(await world.sweep({ delivery: lost })).toMatchObject({ uncertain: 1 });
    world.pass(60);
    expect(await world.sweep()).toMatchObject({ sent: 0 });
    const rows = await world.rows();
    expect(rows).toMatchObject([{ sellerId: 's1', state: 'uncertain', why: 'Error' }]);
    expect(JSON.stringify(rows)).not.toContain('@');
  });

  test('does not hold up the rest, and is thrown at the end', async () => {
    const world = outboxWorld(tables);
    for (let n = 1; n <= 10; n += 1) await world.invite(`s${n}`);
    const readSeller = (tenant: string, sellerId: string) =>
      sellerId === 's5'
        ? Promise.reject(new RangeError('torn row'))
        : world.facts.readSeller(tenant, sellerId);
    await expect(world.sweep({ facts: { readSeller } })).rejects.toThrow('torn row');
    expect(world.sent).toHaveLength(9);
    world.pass(3); // its lease is over
    expect(await world.sweep()).toMatchObject({ sent: 1 });
  });

  test('stays due when the time of a sweep is over', async () => {
    const world = outboxWorld(tables);
    await world.invite('s1');
    expect(await world.sweep({ until: NOW })).toMatchObject({ sent: 0 });
    expect(await world.sweep()).toMatchObject({ sent: 1 });
  });
});

test('what a seller wrote is told to the marketplace by ids, even if she wants no mails', async () => {
  const world = outboxWorld(tables);
  await world.invite('s1', { dueAt: addDays(NOW, 9) });
  await world.ledger.add(world.tenant.id, 'optout', 's1', NOW);
  await world.put({ kind: 'contested', sellerId: 's1', messageId: 'missing' });
  expect(await world.sweep()).toMatchObject({ sent: 0, dropped: { gone: 1 } });
  const readSeller = async (tenant: string, sellerId: string) => {
    const message = { tenant, sellerId, messageId: 'm1', recommendationId: 'rec-1', at: NOW };
    const history = await world.facts.readSeller(tenant, sellerId);
    return { ...history, messages: [{ ...message, text: 'Too high', language: 'en' }] };
  };
  await world.put({ kind: 'contested', sellerId: 's1', messageId: 'm1' });
  expect(await world.sweep({ facts: { readSeller } })).toMatchObject({ sent: 1 });
  const data = { sellerId: 's1', recommendationId: 'rec-1', messageId: 'm1' };
  const id = `${world.tenant.id}|contested|s1|m1`;
  expect(world.told).toEqual([{ id, tenant: world.tenant.id, type: 'seller.contested', at: NOW, data }]);
});

test('that a seller answered is told to the marketplace by ids, once an answer, even if she wants no mails', async () => {
  const world = outboxWorld(tables);
  await world.invite('s1', { dueAt: addDays(NOW, 9) });
  await world.ledger.add(world.tenant.id, 'optout', 's1', NOW);
  await answered(world);
  await answered(world); // the same submission again
  await answered(world, { submissionId: 'y'.repeat(22), baseRevision: 1 });
  await world.sweep();
  await world.sweep();
  expect(world.told.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toMatchObject(
    [1, 2].map((revision) => ({ type: 'seller.replied', data: { ...SUBJECT, revision } })),
  );
  expect(JSON.stringify(world.told)).not.toMatch(/240|accept|xxxx/);
});

async function answered(
  { facts, tenant }: OutboxWorld,
  submission = { submissionId: 'x'.repeat(22), baseRevision: 0 },
) {
  const { invitation } = (await facts.readRound(tenant.id, 's1', 'rec-1')) ?? {};
  if (invitation === undefined) throw new RangeError('answered requires an invitation');
  const through = { tenant: tenant.id, ...SUBJECT, linkHash: invitation.linkHash, now: NOW };
  const reply = { decision: 'accept' as const, chosen: 240, trustRating: 5, mainReason: null };
  await facts.recordReply(through, { ...submission, ...reply });
}

function contact(world: OutboxWorld, name: 'bouncedAt' | 'complainedAt') {
  return update(contactKey(world.tenant.id, 's1'), `set ${name} = :now, v = :v`, { ':now': NOW, ':v': 1 });
}

function forgetAddress(world: OutboxWorld) {
  return update(sellerKey(world.tenant.id, 's1'), 'remove seller.email');
}

function update(Key: object, UpdateExpression: string, values?: Record<string, unknown>) {
  const { documents, name: TableName } = tableClient(tables().client, tables().factsName);
  const ExpressionAttributeValues = values === undefined ? {} : { ExpressionAttributeValues: values };
  return documents.send(
    new UpdateCommand({ TableName, Key: { ...Key }, UpdateExpression, ...ExpressionAttributeValues }),
  );
}
