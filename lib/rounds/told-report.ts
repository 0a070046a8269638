import * as z from 'zod/mini';
import { instantSchema } from './instant-schema.ts';

const number = z.nullable(z.number());

/** A number as events and mails tell it, with a 95 % interval and how many sellers it rests on; null with the reason. */
export const toldNumberSchema = z.object({
  estimate: number,
  lower: number,
  upper: number,
  n: z.number(),
  reason: z.nullable(z.string()),
});
export type ToldNumber = z.infer<typeof toldNumberSchema>;

/** What is told of a published report. */
export const toldReportSchema = z.object({
  period: z.string(), // 2026-W47
  asOf: instantSchema,
  permalink: z.string(), // its folder in the report bucket
  headline: z.string(),
  trust: toldNumberSchema, // now, all recommenders together; the interval of this look alone
  /** Change since the report before; the interval that holds at all looks. Null: there is none before. */
  since: z.nullable(z.extend(toldNumberSchema, { period: z.string(), permalink: z.string() })),
});
export type ToldReport = z.infer<typeof toldReportSchema>;

/** What is told of a threshold that was crossed: the interval holds at all looks. */
export const toldAlertSchema = z.object({
  name: z.string(),
  measure: z.enum(['trust', 'change', 'gap']),
  recommender: z.nullable(z.string()), // null: all together
  when: z.enum(['below', 'above']),
  threshold: z.number(),
  estimate: z.number(),
  lower: z.number(),
  upper: z.number(),
  n: z.number(),
  period: z.string(),
  permalink: z.string(),
});
export type ToldAlert = z.infer<typeof toldAlertSchema>;

/** A digest: its words, before the link. */
export const toldDigestSchema = z.object({
  period: z.string(),
  subject: z.string(),
  lines: z.array(z.object({ topic: z.string(), text: z.string() })),
});
export type ToldDigest = z.infer<typeof toldDigestSchema>;
