import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';

export const QUEUES = ['events', 'files', 'starts'] as const;
export type QueueName = (typeof QUEUES)[number];

const inletSchema = z.object({ queue: z.string(), setAside: z.string() });
/** The output `SetAside` of a stage: where things wait, and where they came from. */
export const setAsideSchema = z.pipe(
  z.string(),
  z.pipe(
    z.transform((text: string): unknown => JSON.parse(text)),
    z.object({ events: inletSchema, files: inletSchema, starts: z.array(z.string()) }),
  ),
);
export type SetAside = z.infer<typeof setAsideSchema>;

/** Something that waits. Its body holds what sellers' rounds hold: it is never printed. */
export interface Aside {
  readonly from: QueueName;
  readonly url: string;
  readonly back: string | undefined; // queue it came from; undefined: it is started, not sent
  readonly message: Message;
}

const HELD = 60; // seconds during which nobody else sees it
const MOST = 1000; // at one look

/** All that waits, each once. Whoever looks holds it for a minute: `release` lets go. */
export async function waiting(sqs: SQSClient, places: SetAside, only?: QueueName): Promise<Aside[]> {
  const queues = [
    { from: 'events', url: places.events.setAside, back: places.events.queue },
    { from: 'files', url: places.files.setAside, back: places.files.queue },
    ...places.starts.map((url) => ({ from: 'starts', url, back: undefined }) as const),
  ] as const;
  const found: Aside[] = [];
  for (const queue of queues.filter(({ from }) => only === undefined || from === only))
    for (const message of await everyMessage(sqs, queue.url)) found.push({ ...queue, message });
  return found;
}

async function everyMessage(sqs: SQSClient, QueueUrl: string): Promise<Message[]> {
  const found = new Map<string, Message>();
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: HELD,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      }),
    );
    for (const message of Messages) found.set(message.MessageId ?? '', message);
    if (Messages.length === 0 || found.size >= MOST) return [...found.values()];
  }
}

export async function release(sqs: SQSClient, { url, message }: Aside): Promise<void> {
  const { ReceiptHandle } = message;
  await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 }));
}

export async function remove(sqs: SQSClient, { url, message }: Aside): Promise<void> {
  await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message.ReceiptHandle }));
}

const bodySchema = z.object({
  tenant: z.optional(z.string()),
  'detail-type': z.optional(z.string()),
  event: z.optional(z.object({ 'detail-type': z.string() })),
});

/** What may be said of it: when, why, whose and of what kind, and a hash by which two are told apart. */
export function described({ from, message }: Aside) {
  const { Body = '', Attributes = {}, MessageAttributes = {} } = message;
  const body = z.safeParse(bodySchema, jsonIn(Body)).data ?? {};
  const told = (name: string) => MessageAttributes[name]?.StringValue;
  return {
    queue: from,
    since: new Date(Number(Attributes.SentTimestamp ?? 0)).toISOString(),
    tried: Number(told('receives') ?? told('RETRY_ATTEMPTS') ?? Number.NaN) || null, // null: nobody counted
    reason: told('reason') ?? told('ERROR_MESSAGE') ?? told('ERROR_CODE') ?? 'its function died with it',
    tenant: body.tenant ?? null,
    kind: body.event?.['detail-type'] ?? body['detail-type'] ?? null,
    id: createHash('sha256').update(Body).digest('hex').slice(0, 12),
  };
}

export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
