import { describe, expect, test } from 'vitest';
import { addDays } from '../../lib/domain/instant.ts';
import { inviteRange } from '../../lib/jobs/invite.ts';
import { readToken, tenantsByNumber } from '../../lib/link/token.ts';
import { openLink } from '../../lib/outreach/open-link.ts';
import { parseKeyRing } from '../../lib/link/key-ring.ts';
import { withTables } from '../engine.ts';
import { dump, fact, marketplace, NOW, recommendation, RING, TENANT } from '../survey/marketplace.ts';

const tables = withTables();
const { facts, ledger } = marketplace(tables);
const ALL = { from: 0, to: 1023 };
const wave = (waveId: string, now = NOW) => ({ tenant: TENANT.id, waveId, now, range: ALL });
const parts = () => ({ facts: facts(), ledger: ledger(), keyRing: RING, tenant: TENANT });

async function sellers(from: number, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, i) => `shop-${from + i}`);
  const rounds = ids.flatMap((sellerId) =>
    [2, 9].map((days) => ({
      sellerId,
      recommendationId: `rec-${days}`,
      recommendation: recommendation({ expiresAt: addDays(NOW, days) }),
    })),
  );
  await facts().importRounds(TENANT.id, rounds, NOW);
  return ids;
}

const rotated = (extra: object) =>
  parseKeyRing(JSON.stringify({ current: 2, 1: 'k'.repeat(64), 2: 'n'.repeat(64), ...extra }));

describe('inviteRange', () => {
  test('asks each seller once, about what expires first; opted-out and erased ones never; again changes nothing', async () => {
    const [quiet = '', gone = '', ...open] = await sellers(0, 60);
    await ledger().add(TENANT.id, 'optout', quiet, NOW);
    await ledger().add(TENANT.id, 'erased', gone, NOW);
    const done = { ...fact(), response: 'accept' as const, chosen: 240 };
    const busy = {
      sellerId: 'shop-busy',
      recommendationId: 'r',
      recommendation: recommendation(),
      action: done,
    };
    await facts().importRounds(TENANT.id, [busy], NOW);
    const counts = await inviteRange(parts(), wave('wave-1'));
    const rest = { alreadyInvited: 0, nothingToAsk: 1, refused: 2, resting: 0 };
    expect(counts).toEqual({ sellers: 61, invited: 58, ...rest });

    const after = await dump(tables());
    const again = await inviteRange(parts(), wave('wave-1'));
    expect(again).toEqual({ sellers: 61, invited: 0, ...rest, alreadyInvited: 58 });
    expect(await dump(tables())).toBe(after);

    const links = await Promise.all(open.map((id) => linksOf(id)));
    expect(links.map((each) => each.map(({ recommendationId }) => recommendationId))).toEqual(
      open.map(() => ['rec-2']),
    );
    expect(await linksOf(quiet)).toEqual([]);
    const tenants = tenantsByNumber([TENANT]);
    expect(links.flat().every(({ token }) => readToken(RING, tenants, token)?.tenant.id === 'us')).toBe(true);
    expect(new Set(links.flat().map(({ token }) => token)).size).toBe(58);
  });

  test('two schedulers at once: nobody is asked twice', async () => {
    const ids = await sellers(100, 40);
    const both = await Promise.all([
      inviteRange(parts(), wave('wave-2')),
      inviteRange(parts(), wave('wave-2')),
    ]);
    expect(both.reduce((sum, { invited }) => sum + invited, 0)).toBe(40);
    const links = await Promise.all(ids.map((id) => linksOf(id)));
    expect(links.map((each) => each.length)).toEqual(ids.map(() => 1));
  });

  test('the next wave leaves those in peace who were asked not long ago', async () => {
    await sellers(200, 5);
    await inviteRange(parts(), wave('wave-3'));
    const soon = await inviteRange(parts(), wave('wave-4', addDays(NOW, 1)));
    expect(soon.invited).toBe(0);
    expect(soon.resting).toBeGreaterThanOrEqual(5);
  });

  test('links can be made again after the key was changed, as long as the old one is honoured', async () => {
    const [sellerId = ''] = await sellers(300, 1);
    await inviteRange(parts(), wave('wave-5'));
    const before = await linksOf(sellerId);
    expect(before).toHaveLength(1);
    expect(await linksOf(sellerId, rotated({}))).toEqual(before);
    expect(await linksOf(sellerId, rotated({ retired: [1] }))).toEqual([]);
  });
});

async function linksOf(sellerId: string, ring = RING) {
  const { rounds } = await facts().readSeller(TENANT.id, sellerId);
  return rounds.flatMap((round) => openLink(round, ring, TENANT, NOW) ?? []);
}
