import * as z from 'zod/mini';
import {
  dynamicsSchema,
  healthSchema,
  inputSchema,
  sampleSchema,
  senderSchema,
  statedEvolutionSchema,
  theorySchema,
  verdictSchema,
} from './estimates.ts';
import { planErrorSchema } from './plan-error/plan-error.ts';
import { quantitySchema } from './quantity-schema.ts';
import type { Scale } from './scale.ts';
import { settingsSchema } from './settings.ts';
import { stressFitSchema } from './stress/stress-schema.ts';
import { agreementSchema, ratingsSchema } from './trust-schema.ts';

/** The fitted dynamics of a segment, as `estimateSellers` needs them. theta is (mu0, tau0, gain, loss, q, ln se, bg) of
 *  law 5.3, in the friction likelihoods followed by (ln sw, logit eps), sizes in units of `unit`. */
export const segmentFitSchema = z.object({
  estimator: z.enum(['kf', 'qd', 'qd-adf']),
  theta: z.array(z.number()),
  covariance: z.array(z.array(z.number())), // of theta; zero for what is held at a bound or was not estimated
  unit: z.number(),
  referenceGap: z.number(),
});
export type SegmentFit = z.infer<typeof segmentFitSchema>;

/** The seller-level mixture of theories: what it takes to say which class a seller belongs to. */
const mixtureFitSchema = z.object({
  shares: z.array(z.number()), // in the order of CLASSES
  likelihood: z.enum(['moves', 'events']),
  theta: z.array(z.number()), // parameters of that likelihood's kit, sizes in units of `unit`
  unit: z.number(),
  referenceGap: z.number(),
  signs: z.record(z.string(), z.union([z.literal(1), z.literal(-1)])), // +1: the marketplace gains upward
});
export type MixtureFit = z.infer<typeof mixtureFitSchema>;

const spanSchema = z.object({ first: z.string(), last: z.string() });
const windowSchema = z.nullable(z.object({ from: spanSchema, to: spanSchema }));

const observedSchema = z.object({
  stated: quantitySchema,
  shown: quantitySchema,
  slope: quantitySchema,
  acrossSellers: quantitySchema,
  acrossRecommenders: quantitySchema,
  fidelity: z.record(z.string(), quantitySchema),
  agreement: agreementSchema,
  ratings: ratingsSchema,
});

/** Everything that is common to all sellers of a run. Plain JSON: it travels between Lambdas as a file. */
export const trustFitSchema = z.object({
  settings: settingsSchema,
  scale: z.enum(['log', 'level']),
  minGap: z.number(),
  farthest: z.nullable(z.number()), // on the scale; null: any distance
  /** Fits by segment: `all`, and each recommender with a fit of its own. */
  segments: z.record(z.string(), segmentFitSchema),
  recommenders: z.array(z.string()),
  /** The periods between which trust is compared; null: there are no two. */
  windows: z.object({ all: windowSchema, byRecommender: z.record(z.string(), windowSchema) }),
  dynamics: z.array(dynamicsSchema),
  /** v0 of docs/model.md 5.3; null: nothing to compare trust with. */
  benchmarkVariance: z.nullable(z.number()),
  observed: observedSchema,
  /** The same without answers that a robot may have given; null: there are none. */
  withoutSuspects: z.nullable(
    z.object({
      answers: z.number(),
      segments: z.record(z.string(), segmentFitSchema),
      stated: quantitySchema,
      shown: quantitySchema,
    }),
  ),
  statedEvolution: z.array(statedEvolutionSchema),
  stress: z.array(stressFitSchema),
  planError: planErrorSchema,
  sender: z.array(senderSchema),
  mixture: z.nullable(mixtureFitSchema),
  theories: z.array(theorySchema),
  verdict: verdictSchema,
  usable: inputSchema.shape.usable,
  health: z.array(healthSchema),
  sample: sampleSchema,
  /** Of a fit that a later run keeps: the cut of the run that made it. `settings` are the later run's. */
  fittedAt: z.exactOptional(z.string()),
});
export type TrustFit = z.infer<typeof trustFitSchema>;

/** A fit as read back from a file.
 *  @throws ZodError if the file is not one */
export function parseTrustFit(text: string): TrustFit {
  return trustFitSchema.parse(JSON.parse(text));
}

/** The scale on which the sequences of a fit are measured. */
export function scaleOfFit(fit: TrustFit): Scale {
  const { scale: name, minGap, farthest } = fit;
  return { name, minGap, minGapRule: 'as fitted', ...(farthest !== null && { farthest }) };
}

/** Name of the segment whose parameters hold for a recommender; null where nothing could be fitted. */
export function segmentOf(fit: Pick<TrustFit, 'segments'>, recommender: string): string | null {
  if (Object.hasOwn(fit.segments, recommender)) return recommender;
  return Object.hasOwn(fit.segments, EVERYONE) ? EVERYONE : null;
}

/** The segment of all sequences. A recommender of that name shares it. */
export const EVERYONE = 'all';
