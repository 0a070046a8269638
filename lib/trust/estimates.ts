import * as z from 'zod/mini';
import { lawScoreSchema } from './law-score-schema.ts';
import {
  choiceSchema,
  growthSchema,
  investmentSchema,
  nonresponseSchema,
  processSchema,
} from './process-schema.ts';
import { convergenceSchema, parameterSchema, quantitySchema, repeatedSchema } from './quantity-schema.ts';
import { quarterlySchema, responseSchema } from './response-schema.ts';
import { disclosureSchema, segmentCellSchema } from './segment-schema.ts';
import { sinceSchema } from './since-schema.ts';
import { stressSchema } from './stress/stress-schema.ts';
import { trustSchema } from './trust-schema.ts';

/** `estimates.json`, schema seller-trust/estimates@1: the waist of the hourglass. Everything before it thinks,
 *  everything after it draws. What cannot be told is null and says why in `reason`; no field is ever missing. */
export const ESTIMATES_SCHEMA = 'seller-trust/estimates@1';

const number = z.nullable(z.number());
const reason = z.nullable(z.string()); // why a null beside it is null, or why a number is weak

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
  status: z.enum(['ok', 'warn', 'fail', 'unknown']), // unknown: what it would need is not there
  detail: z.string(),
});

/** The sellers on whom everything rests that is not fitted to all of them; null: there was no need for a sample. */
export const sampleSchema = z.nullable(
  z.strictObject({ rows: z.number(), sellers: z.number(), ofRows: z.number(), ofSellers: z.number() }),
);

export const evolutionSchema = z.strictObject({
  period: z.string(), // ISO week 2026-W47, or the round number where rounds are only numbered
  recommender: z.string(),
  sellers: z.number(),
  mean: number,
  lower: number,
  upper: number,
});

/** Mean answer to the trust item, 1 to 7. Lines break where `item`, the version of the question, changes. */
export const statedEvolutionSchema = z.strictObject({
  period: z.string(),
  recommender: z.string(),
  item: z.nullable(z.string()), // trust@1; null: the file does not say
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
      convergence: convergenceSchema,
    }),
  ),
  heldOutLogScore: number, // mean log density per event, 5 folds by seller; null where laws were not compared
  laws: z.array(lawScoreSchema), // on the same sequences, each at its own optimum; empty where they were not compared
  placebo: z.strictObject({
    gain: parameterSchema,
    loss: parameterSchema,
    gainDifference: parameterSchema, // gain less its placebo
    lossDifference: parameterSchema,
    reason,
  }),
  steadyState: quantitySchema,
  halfLife: quantitySchema, // in outcomes seen
  reason,
});

/** Is a recommender trustworthy? Judged on rounds whose outcome is known, seen or not; values on the scale. */
export const senderSchema = z.strictObject({
  recommender: z.string(),
  direction: z.nullable(z.enum(['up', 'down'])), // where the marketplace gains, as set
  rounds: z.number(),
  sellers: z.number(),
  bias: repeatedSchema, // mean of recommended - outcome
  fidelity: quantitySchema, // mean r
  betterShare: quantitySchema, // of rounds in which it did better than the prior plan (r > 0); a tie is half
  skill: quantitySchema, // 1 - squared errors of recommendations / of prior plans
  line: z.strictObject({ intercept: quantitySchema, slope: quantitySchema, wald: number, p: number, reason }),
  fractile: z.strictObject({
    share: quantitySchema, // of outcomes at most the recommendation
    target: number, // the sellers' critical ratio
    z: number,
    p: number,
    method: z.nullable(z.string()),
    reason,
  }),
  distortion: z.strictObject({
    mean: quantitySchema,
    truthfulShare: quantitySchema,
    slope: quantitySchema,
    cappedShare: quantitySchema,
  }),
  disutility: z.strictObject({ logMean: quantitySchema, logSd: quantitySchema, median: number, reason }),
  jitterTrust: quantitySchema, // trust with the randomised shift as instrument
});
export type Sender = z.infer<typeof senderSchema>;

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
  bicEvent: number, // by event: -2 LL + k ln(decisions)
  heldOutLogScore: number, // mean log density per event, 5 folds by seller
  timeSplitLogScore: number, // of the last 30 % of each timeline, fitted on the rest
  share: number,
  convergence: z.nullable(convergenceSchema),
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
  timeSplit: z.strictObject({ difference: number, lower: number, upper: number, reason }),
  likelihood: z.nullable(z.enum(['moves', 'events'])), // what all theories were compared on; null: they were not
  /** The first theory against the next: of log scores of held-out sellers, and of BIC over sellers, above 0 for the first.
   *  Null: they were not compared. */
  margin: z.nullable(
    z.strictObject({
      theory: z.enum(THEORIES),
      next: z.enum(THEORIES),
      bic: z.number(),
      difference: z.number(),
      lower: z.number(),
      upper: z.number(),
    }),
  ),
  reason: z.string(),
});

export const estimatesSchema = z.strictObject({
  schema: z.literal(ESTIMATES_SCHEMA),
  asOf: z.string(),
  seed: z.number(),
  codeVersion: z.string(),
  level: z.number(), // 0.95
  input: inputSchema,
  sample: sampleSchema,
  /** Cut of the run whose parameters, theories, processes and checks these are; absent: its own. */
  fittedAt: z.exactOptional(z.string()),
  health: z.array(healthSchema),
  trust: trustSchema,
  since: z.nullable(sinceSchema), // null: there is no report before this one
  evolution: z.array(evolutionSchema),
  segments: z.array(segmentCellSchema), // the segments the settings name, and no others
  disclosure: z.nullable(disclosureSchema), // of `segments`, with the cells of `evolution`; null: nothing was checked
  statedEvolution: z.array(statedEvolutionSchema),
  response: responseSchema, // who was asked, and how far it came
  quarterly: z.array(quarterlySchema), // answers to the quarterly questionnaire: stated, blended with nothing
  dynamics: z.array(dynamicsSchema),
  stress: z.array(stressSchema), // what a spell of worse recommendations would do to trust
  sender: z.array(senderSchema), // one row a recommender
  theories: z.array(theorySchema),
  verdict: verdictSchema,
  processes: z.array(processSchema), // exactly one row a process
  investments: z.array(investmentSchema), // by rank; those without one last
  choice: z.nullable(choiceSchema), // null: there is no process
  nonresponse: nonresponseSchema,
  growth: growthSchema,
  /** Why a list above is null or empty: field name to reason. */
  reasons: z.record(z.string(), z.string()),
});
export type Estimates = z.infer<typeof estimatesSchema>;

/** What `lib/processes` tells, which stands above this room; it travels from the fit to the summary as a file. */
export const processEstimatesSchema = z.pick(estimatesSchema, {
  processes: true,
  investments: true,
  choice: true,
  nonresponse: true,
  growth: true,
  reasons: true,
});
export type ProcessEstimates = z.infer<typeof processEstimatesSchema>;

/** What only the stored histories of sellers tell, not the rows of an analysis; it travels as a file too. */
export const surveyEstimatesSchema = z.pick(estimatesSchema, { response: true, quarterly: true });
export type SurveyEstimates = z.infer<typeof surveyEstimatesSchema>;
