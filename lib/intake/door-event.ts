import * as z from 'zod/mini';
import { busEventSchema, cloudEventIn, type Message, queueSchema } from './queued.ts';
import { type MailFate, mailFate, sesEventSchema } from './ses-event.ts';

/** A call of the HTTP API; the other shapes in which AWS calls the intake stand beside what they are about. */
const httpSchema = z.object({
  requestContext: z.object({
    http: z.object({ method: z.string() }),
    authorizer: z.optional(z.object({ iam: z.optional(z.object({ userArn: z.string() })) })),
  }),
  headers: z.optional(z.record(z.string(), z.optional(z.string()))),
  body: z.optional(z.nullable(z.string())),
  isBase64Encoded: z.optional(z.boolean()),
});

const droppedSchema = z.object({
  'detail-type': z.literal('Object Created'),
  detail: z.object({ object: z.object({ key: z.string(), size: z.number() }) }),
});

export type DoorEvent =
  | { readonly kind: 'contract' }
  | {
      readonly kind: 'batch';
      readonly arn: string | undefined;
      readonly contentType: string | undefined;
      readonly body: string;
    }
  /** Messages of a queue; `readMessage` tells what one holds. */
  | { readonly kind: 'queue'; readonly messages: readonly Message[] }
  /** One event of a marketplace's bus. */
  | { readonly kind: 'event'; readonly tenant: string; readonly value: unknown }
  | { readonly kind: 'file'; readonly key: string; readonly size: number }
  /** `fate` is undefined for a mail that is not ours. */
  | { readonly kind: 'mail'; readonly fate: MailFate | undefined };

/** @throws z.core.$ZodError for an event that is none of these */
export function readDoorEvent(event: unknown): DoorEvent {
  const queue = z.safeParse(queueSchema, event);
  if (queue.success) {
    const messages = queue.data.Records.map(({ messageId, body, attributes }) => ({
      id: messageId,
      receives: Number(attributes.ApproximateReceiveCount),
      body,
    }));
    return { kind: 'queue', messages };
  }
  const told = z.safeParse(busEventSchema, event);
  if (told.success) return { kind: 'event', tenant: told.data.tenant, value: cloudEventIn(told.data) };
  const dropped = z.safeParse(droppedSchema, event);
  if (dropped.success) return { kind: 'file', ...dropped.data.detail.object };
  const mail = z.safeParse(sesEventSchema, event);
  if (mail.success) return { kind: 'mail', fate: mailFate(mail.data) };
  const { requestContext, headers = {}, body, isBase64Encoded } = z.parse(httpSchema, event);
  if (requestContext.http.method !== 'POST') return { kind: 'contract' };
  return {
    kind: 'batch',
    arn: requestContext.authorizer?.iam?.userArn,
    contentType: headers['content-type'],
    body: isBase64Encoded === true ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? ''),
  };
}

type Told = Extract<DoorEvent, { kind: 'event' | 'file' | 'mail' }>;

/** What a message of a queue holds, or why that cannot be told. */
export function readMessage(body: string): Told | { readonly reason: string } {
  try {
    const event = readDoorEvent(JSON.parse(body));
    if (event.kind === 'event' || event.kind === 'file' || event.kind === 'mail') return event;
  } catch {
    // said below: the body may hold anything
  }
  return { reason: 'the message is no event of a bus, no announcement of a file and no word of a mail' };
}
