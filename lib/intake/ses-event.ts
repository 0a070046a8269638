import * as z from 'zod/mini';
import type { Instant } from '../domain/instant.ts';
import { type MailTags, readMessageTags } from '../post/message-tags.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import type { SentEvent } from '../rounds/event.ts';

const happened = z.object({ timestamp: instantSchema });
const mail = z.object({ messageId: z.string(), tags: z.record(z.string(), z.array(z.string())) });

/** What SES tells EventBridge of a mail. Whose it was is in the tags we gave it; its addresses are not even read.
 *  https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
export const sesEventSchema = z.discriminatedUnion('detail-type', [
  z.object({
    'detail-type': z.literal('Email Bounced'),
    detail: z.object({ mail, bounce: z.extend(happened, { bounceType: z.string() }) }),
  }),
  z.object({
    'detail-type': z.literal('Email Complaint Received'),
    detail: z.object({ mail, complaint: happened }),
  }),
  z.object({ 'detail-type': z.literal('Email Delivered'), detail: z.object({ mail, delivery: happened }) }),
]);

/** What became of a mail of ours. */
export type MailFate =
  | { readonly of: MailTags; readonly kind: 'delivered'; readonly at: Instant }
  | { readonly of: MailTags; readonly kind: 'told'; readonly event: SentEvent };

/** @returns undefined for a mail that is not ours */
export function mailFate(event: z.infer<typeof sesEventSchema>): MailFate | undefined {
  const { messageId, tags } = event.detail.mail;
  const of = readMessageTags(tags);
  if (of === undefined) return undefined;
  const { sellerId } = of;
  const envelope = { specversion: '1.0' as const, id: messageId, source: 'aws.ses' };
  switch (event['detail-type']) {
    case 'Email Delivered':
      return { of, kind: 'delivered', at: event.detail.delivery.timestamp };
    case 'Email Bounced': {
      const { timestamp: time, bounceType } = event.detail.bounce;
      const data = { sellerId, permanent: bounceType === 'Permanent' };
      return { of, kind: 'told', event: { ...envelope, type: 'mail.bounced', time, data } };
    }
    case 'Email Complaint Received': {
      const { timestamp: time } = event.detail.complaint;
      return { of, kind: 'told', event: { ...envelope, type: 'mail.complained', time, data: { sellerId } } };
    }
  }
}
