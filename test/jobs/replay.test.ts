import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../lib/domain/instant.ts';
import { intake } from '../../lib/intake/intake.ts';
import { inviteRange } from '../../lib/jobs/invite.ts';
import { replayLedger } from '../../lib/jobs/replay.ts';
import { snapshotShard } from '../../lib/jobs/snapshot-shard.ts';
import { wholeSnapshot } from '../../lib/jobs/snapshot.ts';
import { waveOf } from '../../lib/outreach/wave.ts';
import { sellerEraser } from '../../lib/store/erase.ts';
import { outboxPut } from '../../lib/store/outbox-put.ts';
import { outbox } from '../../lib/store/outbox.ts';
import { tableClient } from '../../lib/store/table-client.ts';
import { withTables } from '../engine.ts';
import { put, scan, type Item } from '../store/held.ts';
import { marketplace, NOW, RING, TENANT, type AskedSeller } from '../survey/marketplace.ts';
import { folder } from './pipeline.ts';

const LATER = addDays(NOW, 1);
const EVERYTHING = { from: 0, to: 1023 };

/** Yesterday's copy of the facts beside today's ledger: one seller was erased since, one opted out. */
describe('a facts table restored from yesterday', () => {
  const tables = withTables();
  const { facts, ledger, ask, answer } = marketplace(tables);
  const eraser = () =>
    sellerEraser(tables().client, { facts: tables().factsName, ledger: tables().ledgerName }, RING);
  let [erased, opted, other]: AskedSeller[] = [];
  let yesterday: Item[];

  beforeAll(async () => {
    [erased, opted, other] = [await ask(), await ask(), await ask()];
    const message = {
      kind: 'invitation',
      waveId: 'wave-1',
      recommendationId: 'rec-now',
      issueNo: 1,
      keyId: 1,
    } as const;
    for (const { sellerId } of [erased, opted, other])
      for (const reminder of [0, 1]) {
        const dueAt = addDays(NOW, reminder * 4 - 1);
        const { Item } = outboxPut('', TENANT.id, { ...message, sellerId, reminder }, dueAt).Put;
        await put(tables(), [Item]);
      }
    yesterday = await scan(tables(), tables().factsName);
    await eraser().erase(TENANT.id, erased.sellerId, NOW);
    await answer('POST', `/s/${opted.token}/stop`, { form: {} });
    await restore(yesterday);
  });

  it('has the erased again, and knows of no opt-out', async () => {
    const rows = await scan(tables(), tables().factsName);
    expect(rows).toEqual(yesterday);
    expect(JSON.stringify(rows)).toContain(erased?.sellerId);
    expect(JSON.stringify(rows)).not.toContain('optedOutAt');
  });

  async function restore(copy: readonly Item[]): Promise<void> {
    const { documents, name } = tableClient(tables().client, tables().factsName);
    for (const { pk, sk } of await scan(tables(), name))
      await documents.send(new DeleteCommand({ TableName: name, Key: { pk, sk } }));
    await put(tables(), copy);
  }

  const links = ['', '/history', '/stop'];
  it.each(links)('%s: the link of the erased leads where every bad link leads', async (page) => {
    for (const method of page === '/history' ? ['GET'] : ['GET', 'POST']) {
      const form = method === 'POST' ? { form: { plan: '1' } } : {};
      const hers = await answer(method, `/s/${erased?.token}${page}`, form);
      const forged = await answer(method, `/s/${'A'.repeat(48)}${page}`, form);
      expect([hers.status, hers.body]).toEqual([404, forged.body]);
    }
    expect((await answer('GET', `/s/${other?.token}${page}`)).status).toBe(200);
  });

  it('events about the erased are refused and counted, and take with them what came back of her', async () => {
    const before = await scan(tables(), tables().factsName);
    expect(JSON.stringify(before)).toContain(erased?.sellerId);
    const candidates = [{ place: 0, value: describing(erased?.sellerId ?? '') }];
    const parts = { facts: facts(), ledger: ledger(), eraser: eraser(), now: NOW };
    const taken = await intake(candidates, TENANT.id, parts);
    expect(taken).toMatchObject({ accepted: 0, erased: 1, refused: [{ field: 'data.sellerId' }] });
    const after = await scan(tables(), tables().factsName);
    expect(JSON.stringify(after)).not.toContain(erased?.sellerId);
    expect(before).toEqual(expect.arrayContaining(after));
    await restore(yesterday);
  });

  it('no wave asks the erased or the opted out', async () => {
    const ring = { keyRing: RING, tenant: TENANT, delivery: 'events' as const };
    const wave = { tenant: TENANT.id, range: EVERYTHING, ...waveOf('quarterly', addDays(NOW, 60)) };
    const counts = await inviteRange({ facts: facts(), ledger: ledger(), ...ring }, wave);
    expect(counts).toMatchObject({ sellers: 3, invited: 1, erased: 1, optedOut: 1 });
    await restore(yesterday);
  });

  it('an analysis leaves the erased out', async () => {
    const files = folder();
    const order = { tenant: TENANT.id, cut: LATER, range: EVERYTHING };
    const taken = await snapshotShard({ facts: facts(), ledger: ledger(), files }, order);
    const { rows } = await wholeSnapshot(files, taken);
    expect(rows.map(({ sellerId }) => sellerId).sort()).toEqual([opted?.sellerId, other?.sellerId]);
  });

  it('replayed, it has nothing of the erased, and the opt-out with its instant; again changes nothing', async () => {
    const parts = {
      facts: facts(),
      ledger: ledger(),
      eraser: eraser(),
      outbox: outbox(tables().client, tables().factsName),
      now: LATER,
    };
    const counts = { sellers: 3, erased: 1, optedOut: 1, setAside: 3 };
    expect(await replayLedger(parts, TENANT.id)).toEqual(counts);
    const after = await scan(tables(), tables().factsName);
    expect(JSON.stringify(after)).not.toContain(erased?.sellerId);
    const contact = after.find(({ sk }) => sk === `${opted?.sellerId}#C`);
    expect(contact?.['optedOutAt']).toBe(NOW);
    const kept = yesterday.filter((row) => !JSON.stringify(row).includes(erased?.sellerId ?? ''));
    expect(others(after, opted?.sellerId)).toEqual(
      others(kept, opted?.sellerId).filter(({ sellerId }) => sellerId !== erased?.sellerId),
    );
    const again = { ...counts, sellers: 2, erased: 0, setAside: 0 };
    expect(await replayLedger(parts, TENANT.id)).toEqual(again);
    expect(await scan(tables(), tables().factsName)).toEqual(after);
    const told = await eraser().erasures.find(TENANT.id, erased?.sellerId ?? '');
    // once by the events about her above, once by this replay
    expect(told?.later).toMatchObject({ seller: 2, contact: 2, round: 2, link: 2 });
  });

  it('what was due when the copy was made is not sent again', async () => {
    const rows = await scan(tables(), tables().factsName);
    const waiting = rows.filter(({ pk }) => String(pk).includes('#OUT#'));
    const told = waiting.map(({ sellerId, reminder, state }) => [sellerId, reminder, state]).toSorted();
    expect(told).toEqual([
      [opted?.sellerId, 0, 'uncertain'],
      [opted?.sellerId, 1, 'due'],
      [other?.sellerId, 0, 'uncertain'],
      [other?.sellerId, 1, 'due'],
    ]);
  });
});

describe('messages that somebody had in hand when the copy was made, or a replay that died', () => {
  const tables = withTables();

  it('are not sent again', async () => {
    const { facts, ledger } = marketplace(tables);
    const [client, names] = [tables().client, { facts: tables().factsName, ledger: tables().ledgerName }];
    const message = { kind: 'invitation', waveId: 'wave-1', issueNo: 1, keyId: 1, reminder: 0 } as const;
    const inHand = { claims: 1, claimedBy: 'replay of before', leaseUntil: addDays(NOW, 1) };
    const waiting = (sellerId: string) => outboxPut('', TENANT.id, { ...message, sellerId }, NOW).Put.Item;
    await put(tables(), [
      { ...waiting('seller-1'), ...inHand, state: 'claimed' },
      { ...waiting('seller-2'), ...inHand, state: 'sending' },
    ]);
    const eraser = sellerEraser(client, names, RING);
    const parts = { facts: facts(), ledger: ledger(), eraser, outbox: outbox(client, names.facts), now: NOW };
    expect(await replayLedger(parts, TENANT.id)).toMatchObject({ setAside: 2 });
    const rows = await scan(tables(), names.facts);
    expect(rows.map(({ state }) => state)).toEqual(['uncertain', 'uncertain']);
  });
});

const describing = (sellerId: string) => ({
  specversion: '1.0',
  id: `e-${sellerId}`,
  source: 'shop',
  type: 'seller.described',
  time: NOW,
  data: { sellerId, displayName: 'Again' },
});

/** Everything but the outbox and one seller's contact row. */
const others = (rows: readonly Item[], sellerId: string | undefined) =>
  rows.filter(({ pk, sk }) => !String(pk).includes('#OUT#') && sk !== `${sellerId}#C`);
