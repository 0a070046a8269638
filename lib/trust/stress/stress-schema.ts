import * as z from 'zod/mini';
import { quantitySchema } from '../quantity-schema.ts';

const quality = z.object({ rp: z.number(), rn: z.number() });

/** What a stress test needs of a fit; `covariance` is of (gain, loss), null where it is not known. */
export const stressFitSchema = z.object({
  segment: z.string(),
  motion: z.nullable(z.object({ gain: z.number(), loss: z.number() })),
  covariance: z.nullable(z.array(z.array(z.number()))),
  usual: quality,
  worse: quality,
  perPeriod: z.number(),
  period: z.enum(['week', 'round']),
  outcomes: z.number(),
  reason: z.nullable(z.string()),
});
export type StressFit = z.infer<typeof stressFitSchema>;

const number = z.nullable(z.number());

/** If fidelity fell by `drop` for `periods`: how far trust would fall below what it would have been, and when it is back. */
export const stressSchema = z.strictObject({
  segment: z.string(), // 'all' or a recommender
  drop: z.number(), // share of fidelity on a scale from 0, always wrong, to 1, always right
  periods: z.number(),
  period: z.enum(['week', 'round']),
  perPeriod: z.number(), // outcomes seen by a seller of a recommender in a period
  start: quantitySchema, // mean trust now
  shortfall: quantitySchema, // at the end of the spell
  regained: quantitySchema, // periods after the spell until nine tenths of it are gone
  path: z.array(z.strictObject({ at: z.number(), shortfall: number, lower: number, upper: number })),
});
