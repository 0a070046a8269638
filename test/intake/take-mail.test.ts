import { beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '../../lib/domain/instant.ts';
import { readDoorEvent } from '../../lib/intake/door-event.ts';
import { intake } from '../../lib/intake/intake.ts';
import { toMessageTags } from '../../lib/post/message-tags.ts';
import { sellerEraser } from '../../lib/store/erase.ts';
import { withTables } from '../engine.ts';
import { outboxWorld, type OutboxWorld, WAVE } from '../jobs/outbox-world.ts';
import { NOW, RING } from '../survey/marketplace.ts';

const tables = withTables();
let world: OutboxWorld;
beforeEach(() => {
  world = outboxWorld(tables);
});

const event = (type: string, data: object) => ({
  specversion: '1.0',
  id: 'm1',
  source: 'shop-mailer',
  type,
  time: NOW,
  data,
});
function take(...events: object[]) {
  const { facts, ledger, tenant } = world;
  const names = { facts: tables().factsName, ledger: tables().ledgerName };
  const parts = { facts, ledger, eraser: sellerEraser(tables().client, names, RING), now: addDays(NOW, 1) };
  return intake(
    events.map((value, place) => ({ place, value })),
    tenant.id,
    parts,
  );
}
const contact = async () => (await world.facts.readSeller(world.tenant.id, 's1')).contact;

/** As SES tells EventBridge; what it holds besides is left as it comes. */
const told = (type: string, tags: object, more: object) => ({
  version: '0',
  source: 'aws.ses',
  'detail-type': type,
  detail: {
    eventType: 'x',
    mail: {
      timestamp: NOW,
      messageId: '0100',
      destination: ['s1@example.com'],
      headers: [{ name: 'To', value: 's1@example.com' }],
      tags: { 'ses:configuration-set': ['set'], ...tags },
    },
    ...more,
  },
});
const tagsOf = (over: object = {}) =>
  Object.fromEntries(
    toMessageTags({
      tenant: world.tenant.id,
      sellerId: 's1',
      waveId: WAVE,
      recommendationId: 'rec-1',
      ...over,
    }).map(({ Name, Value }) => [Name, [Value]]),
  );

describe('word of mails', () => {
  it('a bounce for good ends mails to that seller; a full box does not', async () => {
    await world.invite('s1');
    await take(event('mail.bounced', { sellerId: 's1', permanent: false }));
    expect(await contact()).not.toHaveProperty('bouncedAt');
    await take(event('mail.bounced', { sellerId: 's1', permanent: true }));
    const first = await contact();
    expect(first).toMatchObject({ bouncedAt: NOW, lastWaveId: WAVE });
    await take({ ...event('mail.bounced', { sellerId: 's1', permanent: true }), time: addDays(NOW, -1) });
    expect(await contact()).toEqual(first);
    expect(await world.sweep()).toMatchObject({ sent: 0, dropped: { bounced: 1 } });
  });

  it('a complaint is an opt-out too, in the ledger as well, however often it comes', async () => {
    await world.invite('s1');
    const complained = event('mail.complained', { sellerId: 's1' });
    expect(await take(complained, complained)).toMatchObject({ accepted: 2, refused: [] });
    expect(await contact()).toMatchObject({ complainedAt: NOW, optedOutAt: addDays(NOW, 1) });
    expect(await world.ledger.has(world.tenant.id, 'optout', 's1')).toBe(true);
  });

  it('of an erased seller brings nothing of her back', async () => {
    await world.ledger.add(world.tenant.id, 'erased', 's1', NOW);
    const bounced = event('mail.bounced', { sellerId: 's1', permanent: true });
    expect(await take(bounced)).toMatchObject({ accepted: 0, erased: 1 });
    expect(await contact()).toBeUndefined();
  });
});

describe('what SES tells', () => {
  it('becomes an event about the seller of its tags, without any address', () => {
    const bounce = { bounce: { timestamp: NOW, bounceType: 'Permanent' } };
    const call = readDoorEvent(told('Email Bounced', tagsOf(), bounce));
    const data = { sellerId: 's1', permanent: true };
    expect(call).toMatchObject({ kind: 'mail', fate: { event: { type: 'mail.bounced', time: NOW, data } } });
    expect(JSON.stringify(call)).not.toContain('@');
    const soft = { bounce: { timestamp: NOW, bounceType: 'Transient' } };
    expect(readDoorEvent(told('Email Bounced', tagsOf(), soft))).toMatchObject({
      fate: { event: { data: { permanent: false } } },
    });
    expect(
      readDoorEvent(told('Email Complaint Received', tagsOf(), { complaint: { timestamp: NOW } })),
    ).toMatchObject({ fate: { event: { type: 'mail.complained', data: { sellerId: 's1' } } } });
  });

  it('of ids with every letter an id may hold, reads them as they were', () => {
    const ids = { sellerId: 'A/b:c@d+e=f.g_h-9', waveId: NOW, recommendationId: `r${'x'.repeat(127)}` };
    const tags = toMessageTags({ tenant: 'us', ...ids });
    for (const { Value } of tags) expect(Value).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
    const read = Object.fromEntries(tags.map(({ Name, Value }) => [Name, [Value]]));
    const call = readDoorEvent(told('Email Delivered', read, { delivery: { timestamp: NOW } }));
    expect(call).toEqual({
      kind: 'mail',
      fate: { of: { tenant: 'us', ...ids }, kind: 'delivered', at: NOW },
    });
  });

  it.each([
    ['no tags', {}],
    ['another product’s tags', { campaign: ['x'] }],
    ['an id that is none', { tenant: ['dXM'], seller: ['Iw'], wave: ['dw'] }],
  ])('with %s is not ours', (_, tags) => {
    expect(readDoorEvent(told('Email Delivered', tags, { delivery: { timestamp: NOW } }))).toEqual({
      kind: 'mail',
      fate: undefined,
    });
  });

  it('a delivery is kept with the invitation it was of, the first time', async () => {
    await world.invite('s1');
    await world.sweep();
    const { facts, tenant } = world;
    const of = { sellerId: 's1', waveId: WAVE, recommendationId: 'rec-1' };
    await facts.recordDelivery(tenant.id, of, addDays(NOW, 1));
    await facts.recordDelivery(tenant.id, of, addDays(NOW, 2));
    await facts.recordDelivery(tenant.id, { ...of, waveId: 'other' }, NOW);
    await facts.recordDelivery(tenant.id, { ...of, sellerId: 'nobody' }, NOW);
    const round = await facts.readRound(tenant.id, 's1', 'rec-1');
    expect(round?.invitation).toMatchObject({ sentAt: NOW, deliveredAt: addDays(NOW, 1) });
    expect((await facts.readSeller(tenant.id, 'nobody')).rounds).toEqual([]);
  });
});
