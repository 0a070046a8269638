import * as z from 'zod/mini';
import { parseInstant, type Instant } from '../domain/instant.ts';
import { processSchema } from '../rounds/process.ts';

const positive = z.nullable(z.number().check(z.positive()));
const instant = z.pipe(
  z.string(),
  z.transform((text: string, context): Instant => {
    const parsed = parseInstant(text);
    if (parsed !== undefined) return parsed;
    context.issues.push({ code: 'custom', message: 'not an RFC 3339 instant', input: text });
    return z.NEVER;
  }),
);

/** What a person may set about an analysis; the rest follows from the rounds. */
export const settingsSchema = z.object({
  scale: z.enum(['auto', 'log', 'level']),
  /** Smallest |recommended - prior plan| that still says something about trust, on the scale; null: by the rule. */
  minGap: positive,
  /** The gap at which trust is quoted, on the scale; null: the median |gap|. */
  referenceGap: positive,
  /** auto: the friction likelihood where buttons are common, else the Kalman filter. */
  estimator: z.enum(['auto', 'kf', 'qd', 'qd-adf']),
  /** Where the marketplace gains, by recommender: up if from larger values. */
  directions: z.record(z.string(), z.enum(['up', 'down'])),
  seed: z.number(),
  asOf: instant,
  codeVersion: z.string(),
  /** Smallest difference in trust worth acting on; what a series of reports is planned for. Default .05. */
  smallestChange: z.optional(z.number().check(z.positive())),
  /** What may be spent on processes in a quarter, money; a portfolio is chosen within it. */
  budget: z.optional(z.number().check(z.positive())),
  /** The report before this one: changes are told since its cut. Absent: there is none. */
  since: z.optional(z.strictObject({ period: z.string(), asOf: instant, permalink: z.string() })),
  /** Segments that have a page of their own in the report; absent: none. */
  segments: z.optional(z.array(z.string())),
  /** The process registry as it was known at `asOf`; absent: none is registered. */
  processes: z.optional(z.array(processSchema)),
  /** Parity with analyses that drop a row with a small gap together with its outcome. */
  dropOutcomeOfUnusedRows: z.optional(z.boolean()),
});
export type AnalysisSettings = z.infer<typeof settingsSchema>;
