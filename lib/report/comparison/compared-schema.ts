import * as z from 'zod/mini';
import type { Instant } from '../../domain/instant.ts';
import { sinceSchema } from '../../trust/since-schema.ts';

const number = z.nullable(z.number());
const text = z.nullable(z.string());
const quantity = z.object({ estimate: number, lower: number, upper: number, n: z.number() });
export type Compared = z.infer<typeof quantity>;

/** Of `estimates.json` what two reports are compared by. Reports stay for years: what came into the file later may be missing,
 *  and what is not compared is not looked at. */
const estimatesSchema = z.object({
  asOf: z.string(),
  seed: z.number(),
  codeVersion: z.string(),
  input: z.object({ sha256: z.string(), rows: z.number(), accepted: z.number(), rejected: z.number() }),
  trust: z.object({
    overall: quantity,
    byRecommender: z.record(z.string(), quantity),
    calibration: z.object({ gap: quantity }),
    withoutSuspects: z.optional(z.object({ answers: z.number() })),
  }),
  since: z.optional(z.nullable(sinceSchema)),
  reasons: z.record(z.string(), z.string()),
  evolution: z.array(
    z.object({ period: z.string(), recommender: z.string(), sellers: z.number(), mean: number }),
  ),
  response: z.optional(z.object({ asked: number, answered: number })),
  statedEvolution: z.optional(z.array(z.object({ item: text }))),
  quarterly: z.optional(z.array(z.object({ item: text }))),
  dynamics: z.array(
    z.object({
      segment: z.string(),
      law: z.optional(z.string()),
      estimator: z.string(),
      scale: z.string(),
      minGap: z.number(),
      referenceGap: number,
    }),
  ),
  verdict: z.object({ preferred: z.string() }),
  processes: z.array(
    z.object({
      process: z.string(),
      name: text,
      kind: z.string(),
      design: z.string(),
      startsAt: z.optional(text),
      endsAt: z.optional(text),
      effect: quantity,
      effective: z.string(),
    }),
  ),
  investments: z.array(z.object({ process: z.string(), rank: number, costPerUnit: z.optional(number) })),
});
export type ComparedEstimates = z.infer<typeof estimatesSchema>;
export type ComparedProcess = ComparedEstimates['processes'][number];

/** The same of `methods.json`. */
const methodsSchema = z.object({
  runtime: z.optional(z.object({ node: z.number(), arch: z.string() })),
  settings: z.nullable(z.record(z.string(), z.unknown())),
  registry: z.optional(z.nullable(z.object({ sha256: z.string() }))),
  wording: z.record(z.string(), z.array(z.string())), // question to its versions
  definitions: z.record(z.string(), z.number()), // word to its version
  models: z.optional(z.record(z.string(), z.number())),
});
export type ComparedMethods = z.infer<typeof methodsSchema>;

/** A report that is compared: where it lies, and those of its files that are. */
export interface ReportFolder {
  readonly period: string; // 2026-W47
  readonly asOf: Instant;
  readonly files: ReadonlyMap<string, string>;
}

/** A report as it was read. */
export interface Side {
  readonly period: string;
  readonly asOf: Instant;
  readonly estimates: ComparedEstimates;
  readonly methods: ComparedMethods | null; // null: from before there were any
}

/** Reads a report, or says why it cannot be read. */
export function readSide({ period, asOf, files }: ReportFolder): Side | string {
  const estimates = files.get('estimates.json');
  if (estimates === undefined) return `the report of ${period} is not kept any more`;
  const methods = files.get('methods.json');
  const read = z.safeParse(estimatesSchema, parsed(estimates));
  if (!read.success) return `the estimates of ${period} are not as expected: ${whyNot(read.error)}`;
  if (methods === undefined) return { period, asOf, estimates: read.data, methods: null };
  const how = z.safeParse(methodsSchema, parsed(methods));
  if (!how.success) return `the methods of ${period} are not as expected: ${whyNot(how.error)}`;
  return { period, asOf, estimates: read.data, methods: how.data };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // which no schema takes
  }
}

function whyNot({ issues }: z.core.$ZodError): string {
  const [first] = issues;
  return first === undefined ? 'unknown' : `${first.path.join('.') || 'the file'}, ${first.message}`;
}
