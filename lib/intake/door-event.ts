import * as z from 'zod/mini';
import { type MailFate, mailFate, sesEventSchema } from './ses-event.ts';

/** The four shapes in which AWS calls the intake. */
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
  | { readonly kind: 'file'; readonly key: string; readonly size: number }
  /** `fate` is undefined for a mail that is not ours. */
  | { readonly kind: 'mail'; readonly fate: MailFate | undefined };

/** @throws z.core.$ZodError for an event that is none of the four */
export function readDoorEvent(event: unknown): DoorEvent {
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
