import type { Actor } from './actor.ts';
import type { Chance } from './chance.ts';
import type { Answer, Call, Json } from './wire.ts';

/** What may happen to a call on its way; each is drawn for each call, where it fits the operation. */
export const FAULTS = [
  'throttled',
  'error before', // 500, nothing was done
  'error after', // 500, and it was done
  'lost before', // the connection broke, nothing was done
  'lost after', // it broke when all was done
  'conflict',
  'unprocessed',
  'empty page',
  'short page',
  'held', // its answer takes longer than any lease
] as const;
export type Fault = (typeof FAULTS)[number];
export type Rates = Readonly<Record<Fault, number>>; // probabilities, at most 1 together

export const CALM: Rates = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Rates;

/** @returns what is drawn and fits, or nothing */
export function faultFor(operation: string, rates: Rates, chance: Chance): Fault | undefined {
  let left = chance.uniform();
  for (const fault of FAULTS) {
    left -= rates[fault];
    if (left < 0) return fits(fault, operation) ? fault : undefined;
  }
  return undefined;
}

const READS = new Set(['GetItem', 'BatchGetItem', 'Query']);

export function isRead(operation: string): boolean {
  return READS.has(operation);
}

function fits(fault: Fault, operation: string): boolean {
  if (fault === 'conflict') return !isRead(operation);
  if (fault === 'unprocessed') return operation === 'BatchGetItem';
  if (fault === 'empty page' || fault === 'short page') return operation === 'Query';
  return true;
}

/** Meets a call with a fault. */
export async function withFault(fault: Fault, call: Call, chance: Chance): Promise<Answer> {
  const { operation, input, send } = call;
  switch (fault) {
    case 'throttled':
      return refused(chance.pick(['ThrottlingException', 'ProvisionedThroughputExceededException']));
    case 'error before':
      return BROKEN;
    case 'error after':
      await send(input);
      return BROKEN;
    case 'lost after':
      await send(input);
      throw lost(chance);
    case 'lost before':
      throw lost(chance);
    case 'conflict':
      return operation === 'TransactWriteItems'
        ? cancelled(input, chance)
        : refused('TransactionConflictException');
    case 'unprocessed':
      return unprocessed(call, chance);
    case 'empty page':
      return {
        status: 200,
        body: { Items: [], Count: 0, ScannedCount: 0, LastEvaluatedKey: startOf(input) },
      };
    case 'short page':
      return send({ ...input, Limit: 1 + chance.below(3) });
    case 'held':
      return send(input);
  }
}

const PREFIX = 'com.amazonaws.dynamodb.v20120810#';
const BROKEN: Answer = {
  status: 500,
  body: { __type: `${PREFIX}InternalServerError`, message: 'internal server error' },
};

/** What an engine says whose disk is full; dynoxide says so too. */
export const NO_ROOM: Answer = {
  status: 500,
  body: { __type: `${PREFIX}InternalServerError`, message: 'database or disk is full' },
};

function refused(type: string): Answer {
  return { status: 400, body: { __type: PREFIX + type, message: 'come again' } };
}

function lost(chance: Chance): Error {
  return chance.happens(0.5)
    ? Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
    : Object.assign(new Error('timed out'), { name: 'TimeoutError' });
}

function cancelled({ TransactItems }: Json, chance: Chance): Answer {
  const items = Array.isArray(TransactItems) ? TransactItems : [];
  const hit = chance.below(items.length);
  const reasons = items.map((_, at) => ({ Code: at === hit ? 'TransactionConflict' : 'None' }));
  const codes = reasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  const body = { __type: `${PREFIX}TransactionCanceledException`, message, CancellationReasons: reasons };
  return { status: 400, body: { ...body, Message: message } };
}

/** Some of the keys are read, the others come back as they were. */
async function unprocessed({ input, send }: Call, chance: Chance): Promise<Answer> {
  const [[table, wanted] = ['', {}]] = Object.entries(input['RequestItems'] as Record<string, Json>);
  const keys = wanted['Keys'] as readonly Json[];
  const read = keys.filter(() => chance.happens(0.5));
  const left = keys.filter((key) => !read.includes(key));
  const UnprocessedKeys = left.length === 0 ? {} : { [table]: { ...wanted, Keys: left } };
  if (read.length === 0) return { status: 200, body: { Responses: { [table]: [] }, UnprocessedKeys } };
  const { status, body } = await send({ RequestItems: { [table]: { ...wanted, Keys: read } } });
  return { status, body: { ...body, UnprocessedKeys } };
}

/** Where the page begins: before its first row, whichever that is. */
function startOf(input: Json): unknown {
  const [pk] = Object.values(input['ExpressionAttributeValues'] as Record<string, unknown>);
  return input['ExclusiveStartKey'] ?? { pk, sk: { S: ' ' } };
}

const LONGEST = 10 * 60_000; // milliseconds; a lease is two minutes

/** Leaves an actor without its answer for minutes. */
export function hold(actor: Actor, now: number, chance: Chance): void {
  actor.heldUntil = now + Math.floor(chance.uniform() * LONGEST);
}
