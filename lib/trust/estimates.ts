import * as z from 'zod/mini';

/** `estimates.json`, schema seller-trust/estimates@1: the waist of the hourglass. Everything before it thinks,
 *  everything after it draws. What cannot be told is null and says why in `reason`; no field is ever missing. */
export const ESTIMATES_SCHEMA = 'seller-trust/estimates@1';

const number = z.nullable(z.number());
const reason = z.nullable(z.string()); // why a null beside it is null, or why a number is weak

/** A number a reader could quote, with its interval at `level` and the number of units it rests on. */
export const quantitySchema = z.strictObject({
  estimate: number,
  lower: number,
  upper: number,
  se: number,
  n: z.number(),
  reason,
});
export type Quantity = z.infer<typeof quantitySchema>;

/** A model parameter; `se` is null at a bound. */
export const parameterSchema = z.strictObject({
  estimate: number,
  se: number,
  lower: number,
  upper: number,
  reason,
});
export type Parameter = z.infer<typeof parameterSchema>;

export const rejectionSchema = z.strictObject({
  line: z.number(),
  field: z.string(),
  value: z.string(),
  reason: z.string(),
});

/** How many rows an estimator could use, and how many it could not, by reason. */
const usableSchema = z.strictObject({ rows: z.number(), unused: z.record(z.string(), z.number()) });

export const inputSchema = z.strictObject({
  sha256: z.string(),
  rows: z.number(), // data rows found
  accepted: z.number(),
  rejected: z.number(),
  rejections: z.array(rejectionSchema), // the first 1,000
  usable: z.strictObject({
    trust: usableSchema,
    dynamics: usableSchema,
    fidelity: usableSchema,
    stated: usableSchema,
    theories: usableSchema,
  }),
});
export type Input = z.infer<typeof inputSchema>;

export const healthSchema = z.strictObject({
  check: z.string(),
  status: z.enum(['ok', 'warn', 'fail']),
  detail: z.string(),
});

/** Correlation of two views of trust over sellers, and as it would be without the error of either. */
const agreementOfTwoSchema = z.strictObject({ raw: quantitySchema, disattenuated: quantitySchema });

export const agreementSchema = z.strictObject({
  statedShown: agreementOfTwoSchema,
  statedInferred: agreementOfTwoSchema,
  shownInferred: agreementOfTwoSchema,
});

/** The trust item as a measurement of inferred trust: answer k where threshold k-1 < slope trust + e <= threshold k. */
export const ratingsSchema = z.strictObject({
  slope: quantitySchema, // in standard deviations of e, from no trust to full trust
  reliability: quantitySchema, // share of the variance of slope trust + e that trust explains
  retest: quantitySchema, // correlation of two answers of one seller about one recommender
  thresholds: z.array(quantitySchema), // six: between 1 and 2, .., between 6 and 7
});

export const trustSchema = z.strictObject({
  overall: quantitySchema,
  byRecommender: z.record(z.string(), quantitySchema),
  stated: quantitySchema, // mean answer, 1 to 7
  shown: quantitySchema, // mean weight of advice, each in [0,1]
  inferred: quantitySchema, // the structural model: same as `overall`
  agreement: agreementSchema,
  ratings: ratingsSchema,
  calibration: z.strictObject({
    slope: quantitySchema,
    gap: quantitySchema,
    byRecommender: z.record(
      z.string(),
      z.strictObject({ trust: quantitySchema, fidelity: quantitySchema, gap: quantitySchema }),
    ),
  }),
});

export const evolutionSchema = z.strictObject({
  period: z.string(), // ISO week 2026-W47, or the round number where rounds are only numbered
  recommender: z.string(),
  sellers: z.number(),
  mean: number,
  lower: number,
  upper: number,
});

export const dynamicsSchema = z.strictObject({
  segment: z.string(), // 'all' or a recommender
  law: z.enum(['5.3', '5.5']),
  estimator: z.enum(['kf', 'qd', 'qd-adf']),
  sequences: z.number(),
  events: z.number(),
  scale: z.enum(['log', 'level']),
  minGap: z.number(),
  referenceGap: number,
  parameters: z.record(z.string(), parameterSchema),
  models: z.array(
    z.strictObject({
      name: z.enum(['static', 'symmetric', 'asymmetric']),
      logLikelihood: number,
      parameterCount: z.number(),
    }),
  ),
  placebo: z.strictObject({ gain: parameterSchema, loss: parameterSchema, reason }),
  steadyState: quantitySchema,
  halfLife: quantitySchema, // in outcomes seen
  reason,
});

export const THEORIES = [
  'trust-embedded',
  'trust-embedded-dynamic',
  'level-k',
  'credulous',
  'fixed-discount',
  'hybrid',
  'babbling',
  'mixture',
] as const;

export const theorySchema = z.strictObject({
  theory: z.enum(THEORIES),
  parameters: z.record(z.string(), z.union([z.number(), z.null(), z.record(z.string(), z.number())])),
  parameterCount: number,
  logLikelihood: number,
  bic: number, // by seller: -2 LL + k ln(sellers)
  heldOutLogScore: number, // mean log density per event, 5 folds by seller
  share: number,
  reason,
});

export const verdictSchema = z.strictObject({
  preferred: z.enum([
    'trust-embedded',
    'level-k',
    'babbling',
    'hybrid',
    'fixed-discount',
    'mixture',
    'cannot tell',
  ]),
  vuong: z.strictObject({ statistic: number, p: number, reason }),
  heldOut: z.strictObject({ difference: number, lower: number, upper: number, reason }),
  reason: z.string(),
});

export const estimatesSchema = z.strictObject({
  schema: z.literal(ESTIMATES_SCHEMA),
  asOf: z.string(),
  seed: z.number(),
  codeVersion: z.string(),
  level: z.number(), // 0.95
  input: inputSchema,
  health: z.array(healthSchema),
  trust: trustSchema,
  evolution: z.array(evolutionSchema),
  dynamics: z.array(dynamicsSchema),
  theories: z.array(theorySchema),
  verdict: verdictSchema,
  processes: z.nullable(z.array(z.unknown())), // null until processes are estimated
  investments: z.nullable(z.array(z.unknown())),
  /** Why a list above is null or empty: field name to reason. */
  reasons: z.record(z.string(), z.string()),
});
export type Estimates = z.infer<typeof estimatesSchema>;
