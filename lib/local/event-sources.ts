import * as z from 'zod/mini';
import type { Resource } from './assembly.ts';
import type { LocalFunction } from './functions.ts';
import type { Resolve } from './intrinsics.ts';
import { isObject, object, text } from './json.ts';
import type { Gate } from './policy.ts';
import { md5, type Queue, type Received } from './queue.ts';

/** What Lambda's own poller does for one event source mapping. */
interface Mapping {
  readonly queue: Queue;
  readonly target: LocalFunction;
  readonly batchSize: number;
  readonly mostReceives: number;
  readonly deadLetters: Queue | undefined;
}

export interface Sources {
  readonly queues: readonly Queue[];
  readonly functions: readonly LocalFunction[];
  readonly gate: Gate;
  readonly log: (line: string) => void;
  readonly undelivered: string[];
}

/** Lambda's pollers of the template's queues. `poll` looks at every queue once more; failures come back soon and not after
 *  the visibility timeout, and after the most receives they go to the dead-letter queue.
 *  @throws RangeError when a mapping asks for what the stage cannot do */
export function eventSources(resources: readonly Resource[], resolve: Resolve, sources: Sources) {
  const { queues, functions, gate } = sources;
  const byArn = new Map(queues.map((queue) => [queue.arn, queue]));
  const mappings = resources
    .filter(({ type }) => type === 'AWS::Lambda::EventSourceMapping')
    .map((resource): Mapping => {
      const properties = object(resolve(resource.stack, resource.properties), resource.id);
      const queue = byArn.get(text(properties['EventSourceArn'], resource.id));
      const target = functions.find(({ arn, id }) =>
        [arn, id, arn.split(':').at(-1)].includes(text(properties['FunctionName'], resource.id)),
      );
      if (queue === undefined || target === undefined)
        throw new RangeError(`the local stage cannot poll for ${resource.id}`);
      return Object.assign(
        { queue, target, batchSize: Number(properties['BatchSize'] ?? 10) },
        redrive(queue),
      );
    });
  const stopped = new AbortController();
  for (const mapping of mappings) void run(mapping).catch((failure) => sources.log(`poller: ${failure}`));
  return { stop: () => stopped.abort() };

  function redrive(queue: Queue): Pick<Mapping, 'mostReceives' | 'deadLetters'> {
    const resource = resources.find(
      (one) => one.type === 'AWS::SQS::Queue' && queue.arn.endsWith(`:${one.stack.name}-${one.id}`),
    );
    const policy = resource && resolve(resource.stack, resource.properties['RedrivePolicy'] ?? null);
    if (!isObject(policy)) return { mostReceives: Infinity, deadLetters: undefined };
    const deadLetters = byArn.get(text(policy['deadLetterTargetArn'], 'RedrivePolicy'));
    return { mostReceives: Number(policy['maxReceiveCount']), deadLetters };
  }

  async function run(mapping: Mapping): Promise<void> {
    while (!stopped.signal.aborted) {
      const handed = await poll(mapping);
      if (!handed) await new Promise((resume) => setTimeout(resume, IDLE));
    }
  }

  /** @returns whether there was anything */
  async function poll({ queue, target, batchSize, mostReceives, deadLetters }: Mapping): Promise<boolean> {
    if (queue.depth().waiting === 0) return false;
    for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'])
      if (!gate.allows(target.id, action, queue.arn))
        throw new RangeError(`${target.id} may not ${action} on ${queue.arn}`);
    const received = queue.receive(batchSize, LONGEST);
    const lost = received.filter(({ message }) => message.receives > mostReceives);
    for (const { message, handle } of lost) {
      deadLetters?.put(message.body, message.attributes);
      queue.delete(handle);
      sources.undelivered.push(`FAILED ${target.id}: received ${mostReceives} times and never taken`);
    }
    const batch = received.filter((one) => !lost.includes(one));
    if (batch.length === 0) return true;
    const failed = await again(target, queue, batch, sources.log);
    for (const { message, handle } of batch)
      if (failed.has(message.id)) queue.release(handle, SOON * message.receives);
      else queue.delete(handle);
    return true;
  }
}

const IDLE = 50; // milliseconds
const SOON = 200; // milliseconds
const LONGEST = 15 * 60 * 1000; // milliseconds a function may take

const answerSchema = z.object({
  batchItemFailures: z.optional(z.array(z.object({ itemIdentifier: z.string() }))),
});

/** The messages that come again: those the function names, or all if it failed. */
async function again(
  target: LocalFunction,
  queue: Queue,
  batch: readonly Received[],
  log: (line: string) => void,
): Promise<ReadonlySet<string>> {
  const outcome = await target.invoke(JSON.stringify({ Records: batch.map((one) => record(one, queue)) }));
  if (!outcome.ok) {
    log(`FAILED ${target.id}: ${outcome.error.errorType}: ${outcome.error.errorMessage}`);
    return new Set(batch.map(({ message }) => message.id));
  }
  const { batchItemFailures = [] } = z.parse(answerSchema, JSON.parse(outcome.payload) ?? {});
  return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
}

function record({ message, handle }: Received, queue: Queue) {
  return {
    messageId: message.id,
    receiptHandle: handle,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receives),
      SentTimestamp: String(message.sentAt),
    },
    messageAttributes: {},
    md5OfBody: md5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: queue.arn.split(':')[3],
  };
}
