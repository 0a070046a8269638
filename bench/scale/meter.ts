import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Readable } from 'node:stream';
import * as z from 'zod/mini';
import type { Unit } from '../../lib/cost/units.ts';
import type { Engine } from '../../lib/local/running-engine.ts';
import { clientOf } from '../../test/tables.ts';

const consumed = z.object({ CapacityUnits: z.optional(z.number()) });
const answered = z.object({ ConsumedCapacity: z.optional(z.union([consumed, z.array(consumed)])) });

const READS = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems']);

/** What some work used in all, and how often it was done. */
export interface Metered extends Unit {
  readonly count: number;
}

export const NOTHING: Metered = { count: 0, requests: 0, reads: 0, writes: 0, ms: 0, bytes: 0 };

/** A client whose every call is counted, with the units that the engine reports for it: those of DynamoDB's rules, which
 *  test/cost/life.test.ts holds it to. What a refused write costs is not reported. */
export function metered(engine: Engine): {
  readonly client: DynamoDBClient;
  /** What a piece of work uses, by operation: `Query`, `TransactWriteItems`. */
  readonly of: (
    work: () => Promise<number>,
  ) => Promise<{ readonly all: Metered; readonly by: ReadonlyMap<string, Metered> }>;
} {
  const client = clientOf(engine);
  let tally = new Map<string, Metered>();
  client.middlewareStack.add(
    (next) => async (given) => next({ ...given, input: { ...given.input, ReturnConsumedCapacity: 'TOTAL' } }),
    { step: 'initialize' },
  );
  // on the wire: some answers are read past the SDK
  const { requestHandler } = client.config;
  const handle = requestHandler.handle.bind(requestHandler);
  requestHandler.handle = async (request, options) => {
    const { response } = await handle(request, options);
    const body = await bytesOf(response.body);
    const { ConsumedCapacity = [] } = answered.parse(JSON.parse(body.toString('utf8')));
    const units = [ConsumedCapacity]
      .flat()
      .reduce((total, { CapacityUnits = 0 }) => total + CapacityUnits, 0);
    const operation = (request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
    const one = { ...NOTHING, requests: 1, [READS.has(operation) ? 'reads' : 'writes']: units };
    tally.set(operation, plus(tally.get(operation) ?? NOTHING, one));
    return { response: Object.assign(response, { body: Readable.from([body]) }) };
  };
  return {
    client,
    async of(work) {
      tally = new Map();
      const before = process.cpuUsage();
      const count = await work();
      const { user, system } = process.cpuUsage(before);
      const all = [...tally.values()].reduce(plus, { ...NOTHING, ms: (user + system) / 1000 });
      return { all: { ...all, count }, by: tally };
    },
  };
}

async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
}

export function plus(a: Metered, b: Metered): Metered {
  return {
    count: a.count + b.count,
    requests: a.requests + b.requests,
    reads: a.reads + b.reads,
    writes: a.writes + b.writes,
    ms: a.ms + b.ms,
    bytes: a.bytes + b.bytes,
  };
}

/** For one of those it was done for. */
export function each({ count, ...all }: Metered, of = count): Unit {
  const one = (total: number) => Number((total / of).toPrecision(3));
  return {
    requests: one(all.requests),
    reads: one(all.reads),
    writes: one(all.writes),
    ms: one(all.ms),
    bytes: one(all.bytes),
  };
}
