import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Engine } from '../../lib/local/running-engine.ts';
import { clientOf } from '../../test/tables.ts';
import { acting, type Actor } from './actor.ts';
import type { Chance } from './chance.ts';
import { atOnce } from './retries.ts';
import type { Turns } from './turns.ts';

/** What the engine was asked and answered, as it goes over the wire. */
export type Json = Readonly<Record<string, unknown>>;
export interface Answer {
  readonly status: number;
  readonly body: Json;
}
export interface Call {
  readonly operation: string; // PutItem
  readonly input: Json;
  /** Asks the engine. */
  readonly send: (input: Json) => Promise<Answer>;
}

/** What stands between the SDK and the engine. Throws where the connection fails; a killed actor hears nothing more. */
export type Between = (call: Call, actor: Actor, chance: Chance) => Promise<Answer | 'died'>;

type Handler = ReturnType<typeof clientOf>['config']['requestHandler'];
type Sent = Parameters<Handler['handle']>[0];

/** A client of the SDK, with its retries, whose every request waits for its turn and meets what stands between. Whoever is
 *  no actor goes straight through. */
export function faultyClient(engine: Engine, turns: Turns, between: Between): DynamoDBClient {
  const inner = clientOf(engine).config.requestHandler;
  const handle: Handler['handle'] = (request, options) => {
    const actor = acting.getStore();
    if (actor === undefined) return inner.handle(request, options);
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const input: Json = JSON.parse(new TextDecoder().decode(request.body));
    const send = async (changed: Json) => answerOf(await inner.handle(rewritten(request, changed), options));
    return new Promise((resolve, reject) => {
      turns.wait({
        actor,
        place: Number(request.headers[PLACE]),
        serve: (chance) =>
          between({ operation, input, send }, actor, chance).then((answer) => {
            if (!actor.dead && answer !== 'died') resolve({ response: responseOf(answer) });
          }, reject),
      });
    });
  };
  const client = clientOf(engine, {
    requestHandler: { ...inner, handle, destroy: () => inner.destroy?.() },
    retryStrategy: atOnce,
  });
  client.middlewareStack.add(
    (next) => async (given) => {
      const actor = acting.getStore();
      if (actor === undefined) return next(given);
      actor.open += 1;
      try {
        return await next(given);
      } finally {
        actor.open -= 1;
      }
    },
    { step: 'initialize' },
  );
  client.middlewareStack.add(
    (next) => (given) => {
      const { headers } = given.request as Sent;
      headers[PLACE] = String(turns.begin());
      return next(given);
    },
    { step: 'build' },
  );
  return client;
}

const PLACE = 'x-place';

function rewritten(request: Sent, input: Json): Sent {
  const body = JSON.stringify(input);
  const headers = { ...request.headers, 'content-length': String(Buffer.byteLength(body)) };
  return Object.assign(request.clone(), { body, headers });
}

async function answerOf({ response }: Awaited<ReturnType<Handler['handle']>>): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response.body as AsyncIterable<Buffer>) chunks.push(chunk);
  return { status: response.statusCode, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
}

function responseOf({ status, body }: Answer) {
  return {
    statusCode: status,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Readable.from([Buffer.from(JSON.stringify(body))]),
  };
}
