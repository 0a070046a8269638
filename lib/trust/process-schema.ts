import * as z from 'zod/mini';
import { quantitySchema, repeatedSchema } from './quantity-schema.ts';

const number = z.nullable(z.number());
const reason = z.nullable(z.string());
const told = {
  effect: repeatedSchema, // n counts sellers
  rows: z.number(),
};

/** One estimator's word on one outcome: an effect, or a refusal by name. */
const estimatorSchema = z.strictObject({
  estimator: z.string(),
  estimand: z.string(),
  ...told,
  refused: reason, // one of the named reasons of docs/processes.md
  diagnostics: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
});
export type EstimatorRow = z.infer<typeof estimatorSchema>;

const checkSchema = z.strictObject({
  check: z.string(),
  status: z.enum(['ok', 'warn', 'fail']),
  detail: z.string(),
});

/** A registered practice and what it does to trust. */
export const processSchema = z.strictObject({
  process: z.string(),
  name: z.nullable(z.string()),
  kind: z.string(),
  design: z.enum(['experiment', 'rollout', 'observational']),
  startsAt: z.nullable(z.string()), // instant, as the registry has it; null: nobody said
  endsAt: z.nullable(z.string()), // null: it goes on
  recommenders: z.nullable(z.array(z.string())), // it is meant for; null: for all
  estimand: z.string(),
  /** Effect on the level of trust, in units of the factor, by the estimator of the design. */
  effect: repeatedSchema,
  anytime: z.strictObject({ lower: z.nullable(z.number()), upper: z.nullable(z.number()), reason }),
  /** Interval that holds for all processes of this report together; the process is called effective where it excludes 0. */
  familywise: z.strictObject({ lower: z.nullable(z.number()), upper: z.nullable(z.number()) }),
  effective: z.enum(['builds trust', 'breaks trust', 'cannot tell']),
  n: z.number(), // rows
  clusters: z.number(), // sellers
  diagnostics: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  checks: z.array(checkSchema),
  estimators: z.array(estimatorSchema), // side by side, the one of the design first
  outcomes: z.array(
    z.strictObject({
      outcome: z.enum(['calibration', 'following', 'closeness', 'shown', 'stated', 'result']),
      unit: z.string(),
      ...told,
      estimator: z.string(),
      refused: reason,
    }),
  ),
  /** What those who did not decide could change of the difference in weight of advice; null: nobody was silent. */
  silence: z.nullable(
    z.strictObject({
      share: z.number(), // of rounds
      difference: z.number(), // were the silent like the others of their arm
      lower: z.number(), // whatever they would have done
      upper: z.number(),
      tippingShift: z.nullable(z.number()), // of the silent under the process, at which its interval reaches 0; null: none does
    }),
  ),
  /** Whether it can be told who gains most, by two checks on sellers the prediction was not learnt from: the slope of effects
   *  on predicted ones, and AUTOC, what an order by the prediction gains over one by chance. */
  whoGainsMost: z.nullable(
    z.strictObject({
      slope: z.number(),
      slopeSe: z.number(),
      autoc: z.number(), // of trust
      autocSe: z.number(),
      verdict: z.enum(['predictions hold', 'cannot tell who gains most']),
    }),
  ),
  segments: z.array(
    z.strictObject({
      segment: z.string(),
      value: z.string(),
      effect: quantitySchema,
      simultaneous: z.strictObject({ lower: z.nullable(z.number()), upper: z.nullable(z.number()) }),
      pAdjusted: z.nullable(z.number()), // Benjamini-Hochberg
    }),
  ),
});
export type ProcessRow = z.infer<typeof processSchema>;

/** Stated trust of everybody, answered or not: sellers with a recommender. */
export const nonresponseSchema = z.strictObject({
  all: z.number(),
  answered: z.number(),
  corrected: quantitySchema, // answers missing at random given what is known of everybody
  lowest: z.nullable(z.number()), // had all the silent answered 1
  highest: z.nullable(z.number()), // had they answered 7
});

/** Whether sellers who give recommendations more weight earn more: an association. */
export const growthSchema = z.strictObject({
  association: quantitySchema, // money a round, from no weight to full weight
  robustness: z.nullable(z.number()), // share of both that an unobserved cause would have to explain to bring it to 0
});

const interval = z.strictObject({ estimate: z.number(), lower: z.number(), upper: z.number() });

/** Where to put the next unit of money. */
export const investmentSchema = z.strictObject({
  process: z.string(),
  costPerUnit: z.nullable(z.number()),
  reach: z.number(), // sellers or rounds, as the cost is per
  gainPerUnit: interval, // trust, drawn towards no effect
  valuePerCost: z.nullable(interval),
  probabilityBest: z.number(),
  rank: z.nullable(z.number()),
  nextExperiment: z.nullable(
    z.strictObject({ sellers: z.number(), valueOfInformation: z.number(), rank: z.number() }),
  ),
  reason,
});

/** The choice as a whole, among the processes whose cost is known and not zero. */
export const choiceSchema = z.strictObject({
  probabilityNone: number, // that none of them builds trust; null: there are none
  expectedRegret: number, // of the first choice now, in trust per money; null: there is none to choose
  budget: z.nullable(z.number()),
  portfolio: z.nullable(
    z.strictObject({
      processes: z.array(z.string()),
      cost: z.number(),
      value: z.number(),
      gap: z.number(),
    }),
  ),
});
