import * as z from 'zod/mini';
import { repeatedSchema } from './quantity-schema.ts';

/** Change of trust since the report before, of the same sellers, under the present fit: from what was seen by its cut until
 *  now. n counts sellers with a recommender who had decided by then. */
export const sinceSchema = z.strictObject({
  report: z.strictObject({ period: z.string(), asOf: z.string(), permalink: z.string() }),
  overall: repeatedSchema,
  byRecommender: z.record(z.string(), repeatedSchema),
  newcomers: z.number(), // sellers with a recommender who first decided after it: in no change
});
export type Since = z.infer<typeof sinceSchema>;
