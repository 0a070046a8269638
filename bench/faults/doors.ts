import { takePosted } from '../../lib/intake/batch.ts';
import { readDropKey } from '../../lib/intake/dropped-file.ts';
import { intake } from '../../lib/intake/intake.ts';
import type { Refusal } from '../../lib/intake/refusal.ts';
import { takeFile } from '../../lib/intake/take-file.ts';
import { MOST_RECEIVES, takeQueue } from '../../lib/intake/take-queue.ts';
import { durable } from './durable.ts';
import type { Action } from './history.ts';
import { count } from './witness.ts';
import type { World } from './world.ts';

type Delivery = Extract<Action, { kind: 'deliver' }>;

/** Brings events to a door of the intake. @returns what its sender has to send again */
export async function deliver(world: World, action: Delivery): Promise<readonly Action[]> {
  count(world.seen.handled, 'events', action.events.length);
  const again = await DOORS[action.door](world, action.events);
  return again.length === 0 ? [] : [{ ...action, events: again, dies: null }];
}

const DOORS = { http, file, queue };

function parts(world: World) {
  const { facts, ledger, eraser, clock } = world;
  return { facts, ledger, eraser, now: clock.shown() };
}

async function http(world: World, events: readonly number[]): Promise<readonly number[]> {
  const { told, tenant } = world;
  const body = JSON.stringify(events.map((index) => told[index]?.event));
  const { answer, taken } = await takePosted(
    { contentType: 'application/json', body },
    tenant.id,
    parts(world),
  );
  if (answer.status !== 200 || taken === undefined) throw new Error(`the door answered ${answer.status}`);
  await settle(world, events, taken.refused, (place) => events[place]);
  return [];
}

async function file(world: World, events: readonly number[]): Promise<readonly number[]> {
  const { told, tenant, files } = world;
  const key = `in/${tenant.id}/events/${events.join('-').slice(0, 60)}.jsonl`;
  const body = events.map((index) => `${JSON.stringify(told[index]?.event)}\n`).join('');
  const dropped = readDropKey(key);
  if (dropped === undefined) throw new RangeError(`no key of a dropped file: ${key}`);
  await files.put(key, body);
  const taken = await takeFile(dropped, { key, size: body.length }, { ...parts(world), files });
  await settle(world, events, taken.refused, (place) => events[place - 1]);
  return [];
}

async function queue(world: World, events: readonly number[]): Promise<readonly number[]> {
  const { told, tenant, seen, receives } = world;
  const messages = events.map((index) => {
    count(receives, String(index));
    const detail = told[index]?.event ?? null;
    const event = {
      id: `b${index}`,
      source: 'market',
      'detail-type': 'any',
      time: '2026-03-02T08:00:00Z',
      detail,
    };
    return {
      id: String(index),
      receives: Math.min(receives.get(String(index)) ?? 1, MOST_RECEIVES),
      body: JSON.stringify({ tenant: tenant.id, event }),
    };
  });
  const refused: Refusal[] = [];
  const gone = new Set<string>();
  const { again } = await takeQueue(messages, {
    take: (of, candidates) => intake(candidates, of, parts(world)),
    refused: async (_, { id }, why) =>
      void refused.push(...why.map((one) => ({ ...one, place: Number(id) }))),
    takeOther: () => Promise.reject(new Error('no other messages are sent')),
    setAside: async ({ id, body, receives: times }, reason) => {
      await world.outside(() => seen.setAside.push({ body, reason, receives: times }));
      gone.add(id);
      receives.delete(id);
      world.redrive.push(Number(id));
    },
  });
  const left = new Set([...again, ...gone]);
  await settle(
    world,
    events.filter((index) => !left.has(String(index))),
    refused,
    (place) => place,
  );
  return again.map(Number);
}

/** Keeps what the sender was told, and looks whether it is true. */
async function settle(
  world: World,
  events: readonly number[],
  refused: readonly Refusal[],
  indexAt: (place: number) => number | undefined,
): Promise<void> {
  const { seen } = world;
  const not = new Set<number>();
  for (const { place, reason } of refused) {
    const index = indexAt(place);
    if (index === undefined) continue;
    not.add(index);
    seen.refused.set(index, reason);
  }
  const taken = events.filter((index) => !not.has(index));
  for (const index of taken) seen.accepted.add(index);
  const one = taken[taken.length - 1];
  if (one !== undefined && !(await durable(world, one))) seen.notDurable.push(one);
}
