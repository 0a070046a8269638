import { describe, expect, test } from 'vitest';
import { addDays } from '../../lib/domain/instant.ts';
import { inviteOrderSchema, inviteRange, type InviteParts } from '../../lib/jobs/invite.ts';
import { countFates } from '../../lib/jobs/plan-wave.ts';
import { readToken, tenantsByNumber } from '../../lib/link/token.ts';
import { openQuarterly } from '../../lib/outreach/open-link.ts';
import { withTables } from '../engine.ts';
import { dump, fact, instant, NOW, RING, TENANT } from '../survey/marketplace.ts';
import { idsIn, wave, waveWorld } from './wave.ts';

const tables = withTables();
const { facts, ledger, ownRange, parts, sellers, describeSeller, linksOf, messages, silence, invitedBefore } =
  waveWorld(tables);

describe('inviteRange', () => {
  test('asks each seller once, about what expires first; again changes nothing but the counts', async () => {
    const range = ownRange();
    const [quiet = '', gone = '', busy = '', ...open] = await sellers(range, 43);
    await ledger().add(TENANT.id, 'optout', quiet, NOW);
    await ledger().add(TENANT.id, 'erased', gone, NOW);
    const done = { ...fact(), response: 'accept' as const, chosen: 240 };
    const acted = ['rec-2', 'rec-9'].map((recommendationId) => ({
      sellerId: busy,
      recommendationId,
      action: done,
    }));
    await facts().importRounds(TENANT.id, acted, NOW);
    const counts = await inviteRange(parts(), wave(range, 'wave-1'));
    const rest = { ...countFates([]), sellers: 43, nothingToAsk: 1, optedOut: 1, erased: 1 };
    expect(counts).toEqual({ ...rest, invited: 40 });

    const after = await dump(tables());
    const again = await inviteRange(parts(), wave(range, 'wave-1'));
    expect(again).toEqual({ ...rest, alreadyInvited: 40 });
    const waves = await facts().readWaves(TENANT.id);
    const recorded = waves.find(({ waveId }) => waveId === 'wave-1');
    expect(recorded?.ranges).toEqual({ '0000-0031': again });
    await facts().recordWave(TENANT.id, wave(range, 'wave-1'), { range: '0000-0031', counts });
    expect(await dump(tables())).toBe(after);

    const links = await Promise.all(open.map((id) => linksOf(id)));
    expect(links.map((each) => each.map(({ recommendationId }) => recommendationId))).toEqual(
      open.map(() => ['rec-2']),
    );
    expect(await linksOf(quiet)).toEqual([]);
    const tenants = tenantsByNumber([TENANT]);
    expect(links.flat().every(({ token }) => readToken(RING, tenants, token)?.tenant.id === 'us')).toBe(true);
    expect(new Set(links.flat().map(({ token }) => token)).size).toBe(40);
  });

  test('counts each seller once, by the first reason not to ask her', async () => {
    const range = ownRange();
    const [asked = '', opted = '', bounced = '', complained = '', noAddress = '', rested = '', full = ''] =
      await sellers(range, 7);
    for (const each of [asked, opted, bounced, complained, rested, full])
      await describeSeller(each, { email: `${each}@example.com` });
    await describeSeller(noAddress, {});
    await facts().optOut(TENANT.id, opted, NOW);
    await silence(bounced, 'bouncedAt');
    await silence(complained, 'complainedAt');
    await invitedBefore(rested, 13);
    for (const days of [30, 45, 60, 75]) await invitedBefore(full, days);
    const mail = await inviteRange(parts({ delivery: 'mail' }), wave(range, 'wave-reasons'));
    expect(mail).toEqual({
      ...countFates([]),
      sellers: 7,
      invited: 1,
      optedOut: 1,
      bounced: 1,
      complained: 1,
      noAddress: 1,
      restingDays: 1,
      restingQuarter: 1,
    });
    // who sends itself knows where
    const events = await inviteRange(parts(), wave(range, 'wave-reasons'));
    expect(events).toMatchObject({ invited: 1, alreadyInvited: 1, noAddress: 0 });
  });

  test('two schedulers at once: nobody is asked twice, and every invitation has its messages', async () => {
    const range = ownRange();
    const ids = await sellers(range, 40);
    const withReminders = { ...TENANT, outreach: { ...TENANT.outreach, remindAfterDays: [1] } };
    const both = await Promise.all(
      [1, 2].map(() => inviteRange(parts({ tenant: withReminders }), wave(range, 'wave-2'))),
    );
    expect(both.reduce((sum, { invited }) => sum + invited, 0)).toBe(40);
    const links = await Promise.all(ids.map((id) => linksOf(id)));
    expect(links.map((each) => each.length)).toEqual(ids.map(() => 1));
    const told = (await messages('wave-2')).map(({ id }) => id);
    expect(told.toSorted()).toEqual(ids.flatMap((id) => [`wave-2|${id}|0`, `wave-2|${id}|1`]).toSorted());
  });

  test('a worker that dies between two shards leaves what the next attempt completes', async () => {
    const range = ownRange();
    const ids = await sellers(range, 30);
    let invited = 0;
    const mortal: InviteParts['facts'] = {
      ...facts(),
      invite: (...args) => {
        if ((invited += 1) > 12) throw new Error('killed');
        return facts().invite(...args);
      },
    };
    await expect(inviteRange(parts({ facts: mortal }), wave(range, 'wave-3'))).rejects.toThrow('killed');
    const before = (await messages('wave-3')).length;
    expect(before).toBe(12);
    const counts = await inviteRange(parts(), wave(range, 'wave-3'));
    expect(counts).toMatchObject({ sellers: 30, invited: 18, alreadyInvited: 12 });
    expect((await messages('wave-3')).length).toBe(30);
    const links = await Promise.all(ids.map((id) => linksOf(id)));
    expect(links.flat()).toHaveLength(30);
  });

  test('a wave about recommendations and the quarterly one at once: each seller is asked one thing', async () => {
    const range = ownRange();
    await sellers(range, 30);
    const [one, other] = await Promise.all([
      inviteRange(parts(), wave(range, 'wave-4')),
      inviteRange(parts(), wave(range, 'quarterly-4', NOW, 'quarterly')),
    ]);
    expect((one?.invited ?? 0) + (other?.invited ?? 0)).toBe(30);
    expect((one?.restingDays ?? 0) + (other?.restingDays ?? 0)).toBe(30);
  });

  test('the quarterly questionnaire goes to whoever has had a recommendation, whether it is open or not', async () => {
    const range = ownRange();
    const [known = ''] = await sellers(range, 1);
    const [unknown = ''] = idsIn(range, 1, 'new');
    await describeSeller(unknown, {});
    const later = addDays(NOW, 20);
    const counts = await inviteRange(parts(), wave(range, 'quarterly-5', later, 'quarterly'));
    expect(counts).toMatchObject({ sellers: 2, invited: 1, nothingToAsk: 1 });
    const { quarterlies = [] } = await facts().readSeller(TENANT.id, known);
    expect(quarterlies).toMatchObject([{ waveId: 'quarterly-5', invitedAt: later, answers: {} }]);
    const links = quarterlies.flatMap((each) => openQuarterly(each, RING, TENANT, later, false) ?? []);
    expect(links).toMatchObject([{ sellerId: known, recommendationId: '', waveId: 'quarterly-5' }]);
    expect(readToken(RING, tenantsByNumber([TENANT]), links[0]?.token ?? '')?.linkHash).toBe(
      quarterlies[0]?.linkHash,
    );
    const erased = {
      sellerId: unknown,
      waveId: 'quarterly-6',
      knownBy: 'rec-2',
      linkHash: 'f'.repeat(64),
      keyId: 1,
    };
    const order = { ...erased, issueNo: 1, invitedAt: later, closesAt: addDays(later, 7) };
    expect(await facts().inviteQuarterly(TENANT.id, order)).not.toBe('invited');
    expect((await facts().readSeller(TENANT.id, unknown)).contact).toBeUndefined();
    expect(await messages('quarterly-5')).toMatchObject([{ sellerId: known, reminder: 0 }]);
  });
});

test('a wave is named by what it was started with, and its kinds have names of their own', () => {
  const range = { from: 0, to: 255 };
  const started = { tenant: 'us', scheduledAt: '2026-11-24T09:00:00Z' };
  const now = instant('2026-11-24T09:00:00Z');
  expect(inviteOrderSchema.parse({ wave: started, range })).toEqual({
    tenant: 'us',
    range,
    waveId: now,
    now,
    questionnaire: 'recommendation',
  });
  const quarterly = inviteOrderSchema.parse({ wave: { ...started, questionnaire: 'quarterly' }, range });
  expect(quarterly).toMatchObject({ waveId: `quarterly-${now}`, now, questionnaire: 'quarterly' });
  expect(() => inviteOrderSchema.parse({ wave: { ...started, questionnaire: 'daily' }, range })).toThrow(
    'questionnaire',
  );
});
