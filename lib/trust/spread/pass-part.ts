import * as z from 'zod/mini';
import { exactTextSchema } from './exact-text.ts';

const count = z.number().check(z.int(), z.nonnegative());

/** What is counted of the sequences with a recommender. Sums of fidelity are exact, so that they add up the same in any order. */
const recommenderCountsSchema = z.strictObject({
  name: z.string(),
  sequences: count, // with a decision
  decisions: count,
  outcomes: count, // seen, in those sequences
  worse: count, // of them, those that spoke against the recommendation
  positive: exactTextSchema, // sum of max(r,0)
  negative: exactTextSchema, // sum of max(-r,0)
});
export type RecommenderCounts = z.infer<typeof recommenderCountsSchema>;

const usableSchema = z.strictObject({ rows: count, unused: z.record(z.string(), count) });

/** What the first pass counts of all rows. */
export const spreadCountsSchema = z.strictObject({
  suspects: count, // rows whose answer a robot may have given
  usable: z.strictObject({
    trust: usableSchema,
    dynamics: usableSchema,
    fidelity: usableSchema,
    stated: usableSchema,
    theories: usableSchema,
  }),
  recommenders: z.array(recommenderCountsSchema), // by name
});
export type SpreadCounts = z.infer<typeof spreadCountsSchema>;

/** At one point: the log-likelihood and its derivatives, summed exactly; null where one is not finite. */
export const pointTextsSchema = z.nullable(z.array(exactTextSchema));

/** What a pass finds in some whole sellers. Plain JSON; some 180 bytes a segment and point. */
export const passPartSchema = z.strictObject({
  schema: z.literal('seller-trust/pass@1'),
  pass: count,
  counts: z.nullable(spreadCountsSchema), // of the first pass
  searches: z.array(z.strictObject({ segment: z.string(), points: z.array(pointTextsSchema) })),
});
export type PassPart = z.infer<typeof passPartSchema>;

/** A part as read back from a file.
 *  @throws ZodError if the file is none */
export function parsePassPart(text: string): PassPart {
  return passPartSchema.parse(JSON.parse(text));
}
