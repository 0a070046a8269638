import * as z from 'zod/mini';
import { quantitySchema, repeatedSchema } from './quantity-schema.ts';

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

/** Periods, from the first to the last of them. */
const spanSchema = z.nullable(z.strictObject({ first: z.string(), last: z.string() }));

/** Change of the same sellers' trust until now, from the first decision of each in `from`: the first quarter of the full
 *  periods. n counts those who decided in it and in `to`, the last quarter. */
export const changeSchema = z.extend(repeatedSchema, {
  from: spanSchema,
  to: spanSchema,
  start: quantitySchema, // their trust at first
  exits: z.strictObject({ sellers: z.number(), trust: quantitySchema }), // who no longer decided in `to`, and their trust at first
});
export type Change = z.infer<typeof changeSchema>;

/** What the outcomes seen in the same periods did to trust under the law: change = builders - busters + drift. */
export const attributionSchema = z.strictObject({
  builders: quantitySchema, // mean over sellers of sum gain rp (1 - alpha)
  busters: quantitySchema, // mean over sellers of sum loss rn alpha
  drift: quantitySchema, // what the law leaves open
  outcomes: z.number(),
});

/** Difference in trust between two recommenders, over the sellers of both. */
export const contrastSchema = z.strictObject({
  first: z.string(),
  second: z.string(),
  difference: repeatedSchema,
});

export const trustSchema = z.strictObject({
  overall: quantitySchema,
  byRecommender: z.record(z.string(), quantitySchema),
  change: z.strictObject({ overall: changeSchema, byRecommender: z.record(z.string(), changeSchema) }),
  attribution: z.record(z.string(), attributionSchema), // by recommender
  contrasts: z.array(contrastSchema),
  /** Error variance of prior plans, from plans asked twice, and trust corrected for it. */
  planError: z.strictObject({ variance: quantitySchema, corrected: quantitySchema }),
  stated: quantitySchema, // mean answer, 1 to 7
  shown: quantitySchema, // mean weight of advice, each in [0,1]
  inferred: quantitySchema, // the structural model: same as `overall`
  /** The three views without answers that a robot may have given; as above where there are none. */
  withoutSuspects: z.strictObject({
    answers: z.number(), // rounds left out
    overall: quantitySchema,
    stated: quantitySchema,
    shown: quantitySchema,
  }),
  agreement: agreementSchema,
  ratings: ratingsSchema,
  calibration: z.strictObject({
    slope: quantitySchema, // of the weight given on the weight the outcomes seen support
    acrossSellers: quantitySchema, // of trust on the fidelity seen, between sellers with one recommender
    acrossRecommenders: quantitySchema, // the same between recommenders
    gap: repeatedSchema,
    byRecommender: z.record(
      z.string(),
      z.strictObject({
        trust: quantitySchema,
        fidelity: quantitySchema,
        /** Mean over the sellers of the gap of the weight their record supports: known, so without an interval. */
        deserved: quantitySchema,
        gap: repeatedSchema, // their trust less deserved
      }),
    ),
  }),
});
