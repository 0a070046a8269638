import * as z from 'zod/mini';
import { slug } from '../domain/identifier.ts';

/** What SQS hands over: some messages at once. */
export const queueSchema = z.object({
  Records: z
    .array(
      z.object({
        eventSource: z.literal('aws:sqs'),
        messageId: z.string(),
        body: z.string(),
        attributes: z.object({ ApproximateReceiveCount: z.string() }),
      }),
    )
    .check(z.minLength(1)),
});

/** An event of a marketplace's own bus, as its rule wraps it: whose bus it was is the tenant, whatever the event says. */
export const busEventSchema = z.object({
  tenant: slug,
  event: z.object({
    id: z.string(),
    source: z.string(),
    'detail-type': z.string(),
    time: z.string(),
    detail: z.unknown(),
  }),
});

export interface Message {
  readonly id: string;
  readonly receives: number; // this one included
  readonly body: string;
}

/** The CloudEvent in a bus event: its detail where that is one already, else the detail with what stands around it. */
export function cloudEventIn({ event }: z.infer<typeof busEventSchema>): unknown {
  const { detail, id, source, time, 'detail-type': type } = event;
  const isWhole = typeof detail === 'object' && detail !== null && 'specversion' in detail;
  return isWhole ? detail : { specversion: '1.0', id, source, type, time, data: detail };
}
