import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toInstant } from '../../lib/domain/instant.ts';
import { marketplaceEvents } from '../../lib/simulation/marketplace-events.ts';
import { fieldsOf, TENANT } from '../../test/survey/marketplace.ts';
import type { Tables } from '../../test/tables.ts';
import { engines, stopAll } from './engines.ts';
import { formEvent, httpEvent } from './events.ts';
import { deployed, type Answer, type Handler } from './function.ts';
import { recorder, replay, type Call } from './recorder.ts';
import { ask } from './sellers.ts';

export type Step = 'page' | 'plan' | 'answer' | 'batch';

/** Requests of one kind, and what each asks of the tables. */
export interface Visits {
  readonly events: readonly unknown[]; // in the order in which they have to come
  readonly calls: readonly (readonly Call[])[]; // of each
  readonly ours: Tables; // stands just before the first of them, as `bare` does
  readonly bare: Tables;
  readonly handler: Handler;
  readonly file: string; // the bundle
  stop(): Promise<void>;
}

const EXPECTED: Readonly<Record<Step, number>> = { page: 200, plan: 303, answer: 303, batch: 200 };
const EVENTS = 200; // of one batch

/** Sellers' visits up to the step asked for, or batches of upstream's events: done once against an engine behind a recorder, so that the
 *  same calls can be made by a bare client against an equal engine. */
export async function visits(
  step: Step,
  count: number,
  over: { readonly minify?: boolean } = {},
): Promise<Visits | string> {
  const tables = await engines();
  if (typeof tables === 'string') return tables;
  const [ours, bare, written] = tables;
  const folder = mkdtempSync(join(tmpdir(), 'bench-visits-'));
  const fn = await deployed(step === 'batch' ? 'intake' : 'survey', folder, over);
  const behind = await recorder(written.engine);
  const now = toInstant(Date.now());
  const batches = step === 'batch' ? batchesOf(count + 1, now) : []; // the first warms
  const tokens = step === 'batch' ? [] : await askAll(tables, count, now);
  const first = step === 'batch' ? batches[0] : httpEvent('GET', pathOf(tokens[0] ?? ''));
  const watched = await fn.at({ endpoint: behind.endpoint }, first);
  const handler = await fn.at(ours.engine, first);
  const bring = async (events: readonly unknown[], status: number) => {
    for (const event of events) await expectStatus(handler(event), status);
  };
  const write = async (events: readonly unknown[], status: number) => {
    const calls: (readonly Call[])[] = [];
    for (const event of events) calls.push(await behind.of(() => expectStatus(watched(event), status)));
    return calls;
  };
  const paths = tokens.map(pathOf);
  let events: readonly unknown[] =
    step === 'batch' ? batches.slice(1) : paths.map((path) => httpEvent('GET', path));
  if (step === 'batch') await sameFirst(first, bare, written, ours);
  if (step === 'plan' || step === 'answer') events = await planned(handler, paths);
  if (step === 'answer') {
    const calls = await write(events, EXPECTED.plan);
    for (const some of calls) await replay(bare.client, some);
    await bring(events, EXPECTED.plan);
    events = await answered(handler, paths);
  }
  const calls = await write(events, EXPECTED[step]);
  return {
    events,
    calls,
    ours,
    bare,
    handler,
    file: fn.file,
    async stop() {
      await fn.stop();
      await behind.stop();
      await stopAll(tables);
      rmSync(folder, { recursive: true });
    },
  };

  /** The first batch warmed ours and the one behind the recorder; the bare one must have it too. */
  async function sameFirst(event: unknown, ...[to]: readonly Tables[]): Promise<void> {
    const third = await fn.at(to?.engine ?? ours.engine, event);
    await third(event);
  }
}

const pathOf = (token: string): string => `/s/${token}`;

async function askAll(tables: readonly Tables[], count: number, now: ReturnType<typeof toInstant>) {
  const asked = await Promise.all(tables.map((each) => ask(each, count, now)));
  return asked[0] ?? [];
}

async function formOf(handler: Handler, path: string): Promise<Record<string, string>> {
  const { body = '' } = await expectStatus(handler(httpEvent('GET', path)), 200);
  return fieldsOf(body);
}

async function planned(handler: Handler, paths: readonly string[]): Promise<unknown[]> {
  const events: unknown[] = [];
  for (const path of paths) events.push(formEvent(path, { ...(await formOf(handler, path)), plan: '400' }));
  return events;
}

async function answered(handler: Handler, paths: readonly string[]): Promise<unknown[]> {
  const events: unknown[] = [];
  const said = { decision: 'accept', trust: '6', reason: 'reasons' };
  for (const path of paths) events.push(formEvent(path, { ...(await formOf(handler, path)), ...said }));
  return events;
}

/** A marketplace's events in time order, so many batches of them. */
function batchesOf(count: number, now: ReturnType<typeof toInstant>): unknown[] {
  const { events } = marketplaceEvents({
    tenant: TENANT.id,
    sellers: Math.max(40, 5 * count),
    recommenders: ['replenishment'],
    weeks: 12,
    now,
    seed: 1,
  });
  if (events.length < count * EVENTS) throw new RangeError('batchesOf requires more events');
  return Array.from({ length: count }, (_, k) =>
    httpEvent('POST', '/v1/events', JSON.stringify(events.slice(k * EVENTS, (k + 1) * EVENTS))),
  );
}

async function expectStatus(answer: Promise<Answer>, status: number): Promise<Answer> {
  const got = await answer;
  if (got.statusCode !== status)
    throw new RangeError(`a visit met ${got.statusCode}, not ${status}: ${got.body?.slice(0, 200)}`);
  return got;
}
