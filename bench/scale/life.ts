import { addDays, milliseconds, toInstant, type Instant } from '../../lib/domain/instant.ts';
import type { Tenant } from '../../lib/domain/tenant.ts';
import { intake } from '../../lib/intake/intake.ts';
import { inviteRange } from '../../lib/jobs/invite.ts';
import { sweep, type PostParts } from '../../lib/jobs/post.ts';
import { snapshotShard } from '../../lib/jobs/snapshot-shard.ts';
import { tenantsByNumber } from '../../lib/link/token.ts';
import { waveOf } from '../../lib/outreach/wave.ts';
import type { Parcel } from '../../lib/post/delivery.ts';
import { marketplaceEvents, type SimulatedEvent } from '../../lib/simulation/marketplace-events.ts';
import { sellerEraser } from '../../lib/store/erase.ts';
import { factsTable } from '../../lib/store/facts-table.ts';
import { ledgerTable } from '../../lib/store/ledger-table.ts';
import { memoryFiles } from '../../lib/store/memory-files.ts';
import { outbox } from '../../lib/store/outbox.ts';
import { survey } from '../../lib/survey/app.ts';
import { idsIn } from '../../test/jobs/wave.ts';
import { fieldsOf, NOW, ORIGIN, RING, TENANT } from '../../test/survey/marketplace.ts';
import type { Tables } from '../../test/tables.ts';
import { metered, NOTHING, plus, type Metered } from './meter.ts';
import { stored, type Stored } from './stored.ts';

const SHARD = 5;
const RANGE = { from: SHARD, to: SHARD };
const BATCH = 100; // events of one request

const STEPS: Readonly<Record<string, string>> = {
  'seller.described': 'described',
  'recommendation.issued': 'recommended',
  'seller.acted': 'acted',
  'outcome.observed': 'observed',
  'outcome.shown': 'shown',
};

/** What one life of rounds used, by step. */
export interface Life {
  readonly used: ReadonlyMap<string, Metered>;
  readonly stored: ReadonlyMap<string, Stored>;
  readonly snapshot: { readonly rows: number; readonly bytes: number };
}

/** Lets a simulated marketplace live in one shard of the real tables, through the real intake, wave, outbox, pages and
 *  snapshot, and meters each step. The same seed, the same counts; only CPU time differs.
 *  @param weeks rounds of each seller, the last still open */
export async function live(
  tables: Tables,
  { sellers, weeks }: { sellers: number; weeks: number },
): Promise<Life> {
  const meter = metered(tables.engine);
  const { client } = meter;
  const used = new Map<string, Metered>();
  const keep = (name: string, use: Metered) => used.set(name, plus(used.get(name) ?? NOTHING, use));
  const step = async (name: string, work: () => Promise<number>) => keep(name, (await meter.of(work)).all);

  const tenant: Tenant = {
    ...TENANT,
    elicitationShare: 0.5,
    outreach: { ...TENANT.outreach, remindAfterDays: [4] },
  };
  const facts = factsTable(client, tables.factsName);
  const ledger = ledgerTable(client, tables.ledgerName, RING);
  const eraser = sellerEraser(client, { facts: tables.factsName, ledger: tables.ledgerName }, RING);

  let heard = milliseconds(addDays(NOW, -1));
  for (const [type, events] of eventsByType(sellers, weeks))
    for (let from = 0; from < events.length; from += BATCH)
      await step(STEPS[type] ?? type, async () => {
        const batch = events.slice(from, from + BATCH);
        const now = toInstant((heard += 1000));
        const candidates = batch.map((value, place) => ({ place, value }));
        const { accepted, refused } = await intake(candidates, tenant.id, { facts, ledger, eraser, now });
        if (accepted !== batch.length) throw new RangeError(`refused ${JSON.stringify(refused[0])}`);
        return accepted;
      });

  const order = { tenant: tenant.id, ...waveOf('recommendation', NOW), range: RANGE };
  let invited = 0;
  const wave = await meter.of(async () => {
    const counts = await inviteRange({ facts, ledger, keyRing: RING, tenant, delivery: 'mail' }, order);
    invited = counts.invited;
    return counts.sellers;
  });
  // its CPU time goes where most of the work is: to invitations
  keep('invited', { ...part(wave, 'TransactWriteItems'), ms: wave.all.ms, count: invited });
  keep('lookedAt', { ...part(wave, 'BatchGetItem'), count: sellers });

  const parcels: Parcel[] = [];
  let ids = 0;
  const newId = () => String((ids += 1)).padStart(22, 'x');
  const sweepAt = async (now: Instant) => {
    const before = parcels.length;
    let events = 0;
    const parts: PostParts = {
      facts,
      ledger,
      keyRing: RING,
      tenant,
      outbox: outbox(client, tables.factsName),
      newId,
      surveyUrl: ORIGIN,
      clock: () => now,
      until: addDays(now, 1),
      bus: { put: async () => ((events += 1), { kind: 'sent' as const }) },
      delivery: { by: 'mail', send: async (parcel) => (parcels.push(parcel), { kind: 'sent' }) },
    };
    const { dropped } = await sweep(parts);
    const ended = Object.values(dropped).reduce((sum, one) => sum + one, 0);
    return { sent: parcels.length - before, ended, told: events };
  };
  const sweepOf = async () => (await sweepAt(NOW)).sent;
  const first = await meter.of(sweepOf);
  await sweepOf();
  const idle = await meter.of(async () => (await sweepOf()) + 1);
  keep('idleSweep', idle.all);
  keep('sent', without(first.all, idle.all));
  for (const parcel of parcels)
    await step('delivered', async () => {
      await facts.recordDelivery(tenant.id, parcel, NOW);
      return 1;
    });

  const world = {
    facts,
    ledger,
    keyRing: RING,
    tenants: tenantsByNumber([tenant]),
    now: addDays(NOW, 1),
    newId,
  };
  const visit = async (name: string, request: Request, status: number): Promise<string> => {
    let body = '';
    const use = await meter.of(async () => {
      const answer = await survey(request, world);
      if (answer.status !== status) throw new RangeError(`${name} met ${answer.status}`);
      body = await answer.text();
      return 1;
    });
    keep(name, { ...use.all, bytes: Buffer.byteLength(body) });
    return body;
  };
  parcels.sort((a, b) => (a.sellerId < b.sellerId ? -1 : 1)); // sent side by side, in any order
  for (const { url } of parcels.slice(0, Math.ceil(parcels.length / 2))) {
    const post = (fields: Record<string, string>, path = '') =>
      new Request(url + path, { method: 'POST', body: new URLSearchParams(fields) });
    const opened = fieldsOf(await visit('opened', new Request(url), 200));
    const elicits = opened['form']?.startsWith('plan') === true;
    if (elicits) await visit('planned', post({ ...opened, plan: '400' }), 303);
    const form = elicits ? fieldsOf(await visit('opened', new Request(url), 200)) : opened;
    await visit('answered', post({ ...form, decision: 'accept', trust: '6', reason: 'reasons' }), 303);
    await visit('receipt', new Request(url), 200);
    await visit('history', new Request(`${url}/history`), 200);
  }
  const kept = await stored(tables);
  const told = await meter.of(async () => (await sweepAt(addDays(NOW, 1))).told);
  keep('told', without(told.all, idle.all)); // of answers, as events
  const later = await meter.of(async () => {
    const { sent, ended } = await sweepAt(addDays(NOW, 5));
    return sent + ended;
  });
  keep('reminder', without(later.all, idle.all)); // sent, or dropped since she has answered
  const stop = { method: 'POST', body: new URLSearchParams({ stop: 'stop' }) };
  for (const { url } of parcels.slice(0, 1)) await visit('stopped', new Request(`${url}/stop`, stop), 200);

  const files = memoryFiles();
  let snapshot = { rows: 0, bytes: 0 };
  const read = await meter.of(async () => {
    const cut = addDays(NOW, 9);
    const taken = await snapshotShard({ facts, ledger, files }, { tenant: tenant.id, cut, range: RANGE });
    snapshot = { rows: taken.rows, bytes: (await files.get(taken.key))?.body.length ?? 0 };
    return taken.rows;
  });
  keep('read', { ...part(read, 'Query'), ms: read.all.ms, count: snapshot.rows });
  keep('lookedUp', { ...part(read, 'BatchGetItem'), count: sellers });
  client.destroy();
  return { used, stored: kept, snapshot };
}

const part = ({ by }: { readonly by: ReadonlyMap<string, Metered> }, operation: string): Metered =>
  by.get(operation) ?? NOTHING;

/** A sweep looks into every lane, whatever is due. */
function without(all: Metered, idle: Metered): Metered {
  return {
    ...all,
    requests: all.requests - idle.requests,
    reads: all.reads - idle.reads,
    ms: all.ms - idle.ms,
  };
}

/** In the order in which they come, a type after the other, so that each is met as it most often is; every seller lives in
 *  one shard. */
function eventsByType(sellers: number, weeks: number): ReadonlyMap<string, readonly SimulatedEvent[]> {
  const settings = { tenant: TENANT.id, sellers, recommenders: ['replenishment'], weeks, now: NOW, seed: 1 };
  const { events } = marketplaceEvents(settings);
  const ids = idsIn(RANGE, sellers, 'seller');
  const renamed = (event: SimulatedEvent): SimulatedEvent => {
    const number = Number(String(event.data['sellerId']).split('-')[1]);
    return { ...event, data: { ...event.data, sellerId: ids[number - 1] } };
  };
  const types = new Set(events.map(({ type }) => type));
  return new Map(
    [...types].map((type) => [type, events.filter((event) => event.type === type).map(renamed)]),
  );
}
