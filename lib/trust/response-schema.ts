import * as z from 'zod/mini';

const number = z.nullable(z.number());

/** How far questions to sellers came until the cut; a seller asked three times counts three times, in `sellers` once. Sellers
 *  who do not answer may trust otherwise. */
export const responseSchema = z.strictObject({
  sellers: number, // asked at least once
  asked: number,
  sent: number, // 0 where the marketplace sends itself
  delivered: number, // null: nobody tells of deliveries
  started: number,
  answered: number,
  suspect: number, // of those started: a robot may have answered
  bounced: number,
  optedOut: number,
  reason: z.nullable(z.string()), // why the others are null
});
export type ResponseCounts = z.infer<typeof responseSchema>;

export const DIMENSIONS = ['ability', 'benevolence', 'integrity', 'distrust', 'vulnerability'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

const mean = { sellers: z.number(), mean: number, lower: number, upper: number };

/** Mean answer to an item of the quarterly questionnaire, 1 to 7, one answer a seller and wave. Lines break where `item`, the
 *  version of the question, changes. Waves in the order in which they were asked. */
export const quarterlySchema = z.strictObject({
  wave: z.string(),
  dimension: z.enum(DIMENSIONS),
  item: z.string(), // ability-right@1
  ...mean,
  withoutSuspects: z.strictObject(mean),
});
export type QuarterlyMean = z.infer<typeof quarterlySchema>;
