import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../lib/domain/instant.ts';
import { nightSnapshot, snapshotShard } from '../../lib/jobs/snapshot-shard.ts';
import { getSnapshot, wholeSnapshot } from '../../lib/jobs/snapshot.ts';
import { shardRanges } from '../../lib/jobs/shard-range.ts';
import { eventSchema } from '../../lib/rounds/event.ts';
import { isRoundEvent, toFacts, toSeller } from '../../lib/rounds/to-facts.ts';
import { marketplaceEvents } from '../../lib/simulation/marketplace-events.ts';
import { factsTable, type FactsTable } from '../../lib/store/facts-table.ts';
import { parseKeyRing } from '../../lib/link/key-ring.ts';
import { ledgerTable, type LedgerTable } from '../../lib/store/ledger-table.ts';
import { withTables } from '../engine.ts';
import { interruptedFiles, untilDone } from './interrupted-files.ts';
import { at, folder } from './pipeline.ts';

const HEARD = at('2026-11-22T12:00:00Z');
const CUT = at('2026-11-23T02:00:00Z');
const EVERYTHING = { from: 0, to: 1023 };
const RING = parseKeyRing(JSON.stringify({ current: 1, 1: 'k'.repeat(64) }));
const tables = withTables();
let facts: FactsTable;
let ledger: LedgerTable;
let issued: number;

beforeAll(async () => {
  facts = factsTable(tables().client, tables().factsName);
  ledger = ledgerTable(tables().client, tables().ledgerName, RING);
  const settings = {
    tenant: 'us',
    sellers: 12,
    recommenders: ['replenishment'],
    weeks: 4,
    now: HEARD,
    seed: 3,
  };
  const events = marketplaceEvents(settings).events.map((event) => eventSchema.parse(event));
  issued = events.filter(({ type }) => type === 'recommendation.issued').length;
  for (const event of events) {
    if (event.type !== 'seller.described') continue;
    const { sellerId, seller } = toSeller(event, HEARD);
    await facts.putSeller('us', sellerId, seller, HEARD);
  }
  const told = events.flatMap((event) => (isRoundEvent(event) ? [toFacts(event, HEARD)] : []));
  await facts.importRounds('us', told, HEARD);
});

describe('a snapshot', () => {
  it('holds every round once, whatever the ranges', async () => {
    const files = folder();
    const order = { tenant: 'us', cut: CUT };
    const whole = await snapshotShard({ facts, ledger, files }, { ...order, range: EVERYTHING });
    const parts = await Promise.all(
      shardRanges(256).map((range) => snapshotShard({ facts, ledger, files }, { ...order, range })),
    );
    const texts = await Promise.all([whole, ...parts].map(async ({ key }) => textOf(await files.get(key))));
    expect(whole.rows).toBe(issued);
    expect(texts.slice(1).join('')).toBe(texts[0]);
  });

  it('is a rounds file that reads back without a single refusal', async () => {
    const files = folder();
    const snapshot = await snapshotShard(
      { facts, ledger, files },
      { tenant: 'us', cut: CUT, range: EVERYTHING },
    );
    const read = await wholeSnapshot(files, snapshot);
    expect(read).toMatchObject({ rejected: 0, rejections: [], total: issued });
    expect(new Set(read.rows.map(({ sellerId }) => sellerId)).size).toBe(12);
    expect(read.rows.some(({ outcomeSeen }) => outcomeSeen)).toBe(true);
  });

  it('is the same when the machine dies and the job runs again', async () => {
    const order = { tenant: 'us', cut: CUT, range: EVERYTHING };
    const calm = await snapshotShard({ facts, ledger, files: folder() }, order);
    for (const when of ['before', 'after'] as const) {
      const files = interruptedFiles(folder(), { write: 1, when });
      await expect(untilDone(() => snapshotShard({ facts, ledger, files }, order))).resolves.toEqual(calm);
    }
  });

  it('does not know what was heard after the cut', async () => {
    const order = { tenant: 'us', cut: addDays(HEARD, -1), range: EVERYTHING };
    await expect(snapshotShard({ facts, ledger, files: folder() }, order)).resolves.toMatchObject({
      rows: 0,
    });
  });

  it('of another tenant is empty, and an empty one can be read', async () => {
    const files = folder();
    const snapshot = await snapshotShard(
      { facts, ledger, files },
      { tenant: 'de', cut: CUT, range: EVERYTHING },
    );
    expect(snapshot.rows).toBe(0);
    await expect(getSnapshot(files, snapshot)).resolves.toMatchObject({ rows: [], rejections: [] });
  });

  it('that was changed or lost is refused', async () => {
    const files = folder();
    const snapshot = await snapshotShard(
      { facts, ledger, files },
      { tenant: 'us', cut: CUT, range: EVERYTHING },
    );
    const other = await snapshotShard(
      { facts, ledger, files },
      { tenant: 'de', cut: CUT, range: EVERYTHING },
    );
    await files.put(snapshot.key, (await files.get(other.key))?.body ?? '');
    await expect(getSnapshot(files, snapshot)).rejects.toThrow('does not hold what its name says');
    await expect(getSnapshot(folder(), snapshot)).rejects.toThrow('does not exist');
  });

  it('of a night reads whom the index names, and is what a reading of everything gives', async () => {
    const files = folder();
    const order = { tenant: 'us', cut: CUT, range: EVERYTHING };
    const snapshot = await snapshotShard({ facts, ledger, files }, order);
    const [{ sellerId } = { sellerId: '' }] = (await wholeSnapshot(files, snapshot)).rows;
    const later = addDays(CUT, 1);
    const described = {
      at: later,
      id: 'again',
      ingestedAt: later,
      segments: { size: 'huge' },
      covariates: {},
    };
    await facts.putSeller('us', sellerId, described, later);
    const read: string[] = [];
    const seen: typeof facts = {
      ...facts,
      readSeller: (tenant, id) => {
        read.push(id);
        return facts.readSeller(tenant, id);
      },
    };
    const before = { cut: CUT, snapshot, registry: [] };
    const next = { ...order, cut: later };
    const night = await nightSnapshot({ facts: seen, ledger, files }, next, before);
    expect(night).toEqual({
      snapshot: await snapshotShard({ facts, ledger, files: folder() }, next),
      readAll: false,
    });
    expect(night.snapshot.sha256).not.toBe(snapshot.sha256);
    expect(read).toContain(sellerId);
    const other = await nightSnapshot({ facts, ledger, files: folder() }, next, before);
    expect(other).toEqual({ snapshot: night.snapshot, readAll: true });
  });

  it('leaves out who was erased, though the table still has her', async () => {
    const files = folder();
    const order = { tenant: 'us', cut: CUT, range: EVERYTHING };
    const before = await wholeSnapshot(files, await snapshotShard({ facts, ledger, files }, order));
    const [{ sellerId } = { sellerId: '' }] = before.rows;
    await ledger.add('us', 'erased', sellerId, HEARD);
    const after = await wholeSnapshot(files, await snapshotShard({ facts, ledger, files }, order));
    expect(after.rows.map((row) => row.sellerId)).toEqual(
      before.rows.map((row) => row.sellerId).filter((id) => id !== sellerId),
    );
    expect(after.rows.length).toBeLessThan(before.rows.length);
  });
});

function textOf(file: { body: Uint8Array } | undefined): string {
  return file === undefined ? '' : new TextDecoder().decode(gunzipSync(file.body));
}
