import { setTimeout as wait } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import * as z from 'zod/mini';
import type { Told } from '../marketplace.ts';
import { count, type Witness } from '../witness.ts';
import type { FaultyStage } from './faulty-stage.ts';

const TRIES = 60;

const answerSchema = z.object({ statusCode: z.number(), body: z.string() });
const takenSchema = z.object({
  accepted: z.number(),
  refused: z.array(z.object({ index: z.number(), reason: z.string() })),
});

/** Sends events to the HTTP door as a sender does: until it is told that they are taken. */
export async function post(
  { fn, stage }: FaultyStage,
  seen: Witness,
  told: readonly Told[],
  events: readonly number[],
): Promise<void> {
  const event = JSON.stringify({
    requestContext: {
      http: { method: 'POST' },
      authorizer: { iam: { userArn: 'arn:aws:iam::000000000000:user/m' } },
    },
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(events.map((index) => told[index]?.event)),
    region: stage.region,
  });
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    count(seen.handled, 'events', events.length);
    const outcome = await fn('Intake').invoke(event);
    const answer = outcome.ok ? answerSchema.parse(JSON.parse(outcome.payload)) : undefined;
    if (answer?.statusCode === 200) {
      const { refused } = takenSchema.parse(JSON.parse(answer.body));
      for (const { index, reason } of refused) seen.refused.set(events[index] ?? -1, reason);
      const not = new Set(refused.map(({ index }) => index));
      for (const [at, index] of events.entries()) if (!not.has(at)) seen.accepted.add(index);
      return;
    }
    count(seen.faults, outcome.ok ? `answered ${answer?.statusCode}` : outcome.error.errorType);
    await wait(100);
  }
  throw new Error('the intake took nothing for a minute');
}

const ENTRIES = 10; // of one call

/** Puts events on the marketplace's bus; from there on they are the queue's. */
export async function putOnBus(
  { stage }: FaultyStage,
  seen: Witness,
  told: readonly Told[],
  events: readonly number[],
): Promise<void> {
  const credentials = { accessKeyId: 'local-operator', secretAccessKey: 'local' };
  const client = new EventBridgeClient({ endpoint: stage.endpoint, region: stage.region, credentials });
  const buses = z.record(z.string(), z.string()).parse(JSON.parse(stage.outputs['IntakeBuses'] ?? '{}'));
  for (let from = 0; from < events.length; from += ENTRIES) {
    const some = events.slice(from, from + ENTRIES);
    count(seen.handled, 'events by the bus', some.length);
    const Entries = some.map((index) => ({
      EventBusName: buses['us'],
      Source: 'market',
      DetailType: 'event',
      Detail: JSON.stringify(told[index]?.event ?? null),
    }));
    await client.send(new PutEventsCommand({ Entries }));
    for (const index of some) if (told[index]?.poison === false) seen.accepted.add(index);
  }
  client.destroy();
}
