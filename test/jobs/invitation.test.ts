import { describe, expect, test } from 'vitest';
import { addDays } from '../../lib/domain/instant.ts';
import { inviteRange } from '../../lib/jobs/invite.ts';
import { parseKeyRing } from '../../lib/link/key-ring.ts';
import { processesOf } from '../../lib/rounds/process.ts';
import { withTables } from '../engine.ts';
import { fact, NOW, TENANT } from '../survey/marketplace.ts';
import { wave, waveWorld } from './wave.ts';
import { sellerOf } from '../store/seller-of.ts';

const tables = withTables();
const { facts, ownRange, parts, sellers, describeSeller, linksOf, messages } = waveWorld(tables);

const rotated = (extra: object) =>
  parseKeyRing(JSON.stringify({ current: 2, 1: 'k'.repeat(64), 2: 'n'.repeat(64), ...extra }));

describe('an invitation', () => {
  test('messages wait for the morning where the seller is, reminders too, and none beyond the close', async () => {
    const range = ownRange();
    const [tokyo = '', denver = '', nowhere = ''] = await sellers(range, 3);
    await describeSeller(tokyo, { timeZone: 'Asia/Tokyo' });
    await describeSeller(denver, { timeZone: 'America/Denver' });
    await describeSeller(nowhere, { timeZone: 'Mars/Olympus' });
    const outreach = {
      ...TENANT.outreach,
      quietHours: { from: '20:00', to: '08:00' },
      timeZone: 'Europe/Berlin',
      remindAfterDays: [1, 4],
    };
    await inviteRange(parts({ tenant: { ...TENANT, outreach } }), wave(range, 'wave-6'));
    const due = (await messages('wave-6')).map((row) => [sellerOf(row), row.dueAt]);
    // NOW is 12:00 UTC; rec-2 closes 48 hours later
    expect(due.toSorted()).toEqual(
      [
        [tokyo, '2026-11-22T23:00:00.000Z'],
        [tokyo, '2026-11-23T23:00:00.000Z'],
        [denver, '2026-11-22T15:00:00.000Z'],
        [denver, '2026-11-23T15:00:00.000Z'],
        [nowhere, NOW],
        [nowhere, addDays(NOW, 1)],
      ].toSorted(),
    );
  });

  test('invitations carry the arms of the experiments that run, and what these keep from the page', async () => {
    const range = ownRange();
    const ids = await sellers(range, 30);
    const entry = {
      process: 'why-shown',
      kind: 'reasons' as const,
      design: 'experiment' as const,
      startAt: addDays(NOW, -1),
      experiment: {
        unit: 'seller' as const,
        arms: [
          { arm: 'control', share: 0.5 },
          { arm: 'shown', share: 0.5 },
        ],
      },
    };
    const over = { ...entry, process: 'over', endAt: NOW };
    const registry = processesOf([entry, over].map((each) => Object.assign(fact(), { entry: each })));
    const known = { ...facts(), readProcesses: async () => registry };
    await inviteRange(parts({ facts: known }), wave(range, 'wave-7'));
    const invitations = await Promise.all(
      ids.map(async (id) => (await facts().readRound(TENANT.id, id, 'rec-2'))?.invitation),
    );
    const arms = invitations.map((each) => [each?.assigned?.['why-shown'], each?.withheld]);
    expect(new Set(arms.map(([arm]) => arm))).toEqual(new Set(['control', 'shown']));
    expect(arms.every(([arm, withheld]) => (arm === 'control') === (withheld !== undefined))).toBe(true);
    expect(invitations.every((each) => each?.assigned?.['over'] === undefined)).toBe(true);
  });

  test('links can be made again after the key was changed, as long as the old one is honoured', async () => {
    const range = ownRange();
    const [sellerId = ''] = await sellers(range, 1);
    await inviteRange(parts(), wave(range, 'wave-8'));
    const before = await linksOf(sellerId);
    expect(before).toHaveLength(1);
    expect(await linksOf(sellerId, rotated({}))).toEqual(before);
    expect(await linksOf(sellerId, rotated({ retired: [1] }))).toEqual([]);
  });
});
