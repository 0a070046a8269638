import * as z from 'zod/mini';
import { segmentFitSchema, trustFitSchema } from '../trust-fit.ts';
import { pointTextsSchema, spreadCountsSchema } from './pass-part.ts';

const count = z.number().check(z.int(), z.nonnegative());
const numbers = z.array(z.number());

/** A model of a segment as the sample has it: where the search on everybody begins. */
const modelSchema = z.strictObject({
  name: z.enum(['static', 'symmetric', 'asymmetric']),
  theta: numbers,
  value: z.number(), // -ln L of the sample, sizes in units of `unit`
  curvature: z.array(numbers), // of `value`, in the model's own parameters
  evaluations: count,
});

/** A segment whose fit goes by passes, and what they have found. */
export const searchSchema = z.strictObject({
  segment: z.string(),
  gapSlope: z.boolean(),
  models: z.array(modelSchema),
  sequences: z.number(), // of the sample
  known: z.array(z.strictObject({ theta: numbers, sums: pointTextsSchema })),
  needed: z.array(numbers), // theta where the next pass goes; empty: nothing more is asked
});
export type Search = z.infer<typeof searchSchema>;

/** A fit over more rows than one process holds, as far as it has come. Plain JSON: it travels between Lambdas as a file. */
export const spreadStateSchema = z.strictObject({
  schema: z.literal('seller-trust/spread@1'),
  pass: count, // the next one
  total: z.strictObject({ rows: count, sellers: count }),
  fit: trustFitSchema, // of the sample
  measure: z.strictObject({ unit: z.number(), referenceGap: z.number() }),
  few: z.array(z.strictObject({ name: z.string(), fit: segmentFitSchema })), // small segments, before they are drawn to everyone's
  counts: z.nullable(spreadCountsSchema), // null: before the first pass
  searches: z.array(searchSchema),
});
export type SpreadState = z.infer<typeof spreadStateSchema>;

/** A state as read back from a file.
 *  @throws ZodError if the file is none */
export function parseSpreadState(text: string): SpreadState {
  return spreadStateSchema.parse(JSON.parse(text));
}
