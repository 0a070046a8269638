import * as z from 'zod/mini';

const number = z.nullable(z.number());

/** One line of sellers.csv: a seller with one recommender. null: cannot be told. */
export const sellerRowSchema = z.object({
  sellerId: z.string(),
  recommender: z.string(),
  rounds: z.number(),
  trust: number,
  trustLower: number,
  trustUpper: number,
  trend: number, // change of trust over the last 8 rounds; null where it is not told from none, with its interval
  trendLower: number,
  trendUpper: number,
  stated: number, // mean answer, 1 to 7
  shown: number, // mean weight of advice, each in [0,1]
  theory: z.nullable(z.string()),
  theoryProbability: number,
  reason: z.nullable(z.string()), // why trust is null
  trendReason: z.nullable(z.string()), // why trend is null
});
export type SellerRow = z.infer<typeof sellerRowSchema>;

const exactText = z.string().check(z.regex(/^-?\d+$/, 'not an exact sum'));

/** Sums over sellers, exact, so that parts add up to the same digits however sellers are split. What a cell is about:
 *  `now` and `now-without-suspects` [recommender]; `period` [recommender, period]; `gap` to the benchmark [recommender]; `change` and `exit` [scope,
 *  recommender]; `since` [whom it found, recommender]; `contrast` [first, second recommender]; `segment` and `crowd` as segment-cells.ts says. */
export const cellSchema = z.object({
  kind: z.enum([
    'now',
    'now-without-suspects',
    'period',
    'gap',
    'change',
    'exit',
    'since',
    'contrast',
    'segment',
    'crowd',
  ]),
  of: z.array(z.string()),
  sellers: z.number(),
  totals: z.array(
    z.object({
      name: z.string(),
      value: exactText,
      variance: exactText,
      gradients: z.array(z.object({ segment: z.string(), values: z.array(exactText) })), // in theta of each segment
    }),
  ),
});
export type Cell = z.infer<typeof cellSchema>;

/** What one pass over some whole sellers gives. Plain JSON: it travels between Lambdas as a file. */
export const sellerEstimatesSchema = z.object({
  sellers: z.array(sellerRowSchema), // by sellerId, then recommender
  cells: z.array(cellSchema),
});
export type SellerEstimates = z.infer<typeof sellerEstimatesSchema>;

/** Estimates as read back from a file.
 *  @throws ZodError if the file is none */
export function parseSellerEstimates(text: string): SellerEstimates {
  return sellerEstimatesSchema.parse(JSON.parse(text));
}
