import * as z from 'zod/mini';
import { identifier } from '../domain/identifier.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import { toldAlertSchema, toldReportSchema } from '../rounds/told-report.ts';

/** Where the report opens for whoever may sign in; absent where the stage has no address for reports. */
const url = z.exactOptional(z.string());

/** The data of each event to the marketplace, by type. */
export const EVENTS_OUT = {
  'invitation.created': z.object({
    sellerId: identifier,
    recommendationId: z.exactOptional(identifier), // absent: the quarterly questionnaire
    waveId: identifier,
    url: z.string(), // opens the question
    closesAt: instantSchema,
    reminder: z.int(), // 0: the invitation itself
  }),
  /** Ids only: an answer is read with `trust seller show`. */
  'seller.replied': z.object({
    sellerId: identifier,
    recommendationId: identifier,
    revision: z.int(), // from 1; each change of mind is one more
  }),
  /** Ids only: what she wrote is read with `trust messages`. */
  'seller.contested': z.object({
    sellerId: identifier,
    recommendationId: identifier,
    messageId: z.string(),
  }),
  'report.published': z.extend(toldReportSchema, { url }),
  'alert.raised': z.extend(toldAlertSchema, { url }),
};
export type EventsOut = { readonly [Type in keyof typeof EVENTS_OUT]: z.infer<(typeof EVENTS_OUT)[Type]> };
