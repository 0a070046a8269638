import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { instantSchema } from '../rounds/instant-schema.ts';
import type { Estimates } from '../trust/estimates.ts';
import { settingsSchema, type AnalysisSettings } from '../trust/settings.ts';
import { modelsOf } from './bundle/models.ts';
import { DEFINITIONS } from './bundle/table-definitions.ts';
import { grouped } from './grouping.ts';
import type { PublishedReport, ReportFile } from './report-files.ts';

export const METHODS_SCHEMA = 'seller-trust/methods@1';

const count = z.int().check(z.nonnegative());
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in hex'));
const version = z.int().check(z.positive());

/** What computed the numbers: the same major version and architecture give the same digits. */
export const runtimeSchema = z.strictObject({ node: z.int(), arch: z.string(), platform: z.string() });
export type Runtime = z.infer<typeof runtimeSchema>;

/** `settings` of the run without its registry, which the hash names. */
const settingsShown = z.omit(settingsSchema, { processes: true });

/** The rounds a report rests on, part by part. */
const snapshotShown = z.strictObject({
  range: z.nullable(z.strictObject({ from: count, to: count })), // shards; null: a whole file
  sha256, // of the rounds file
  rows: count,
});

/** A full run and its report. */
export const fitOfSchema = z.strictObject({
  runId: z.string().check(z.regex(/^[0-9a-f]{32}$/, 'not a run id')),
  period: z.string(),
  asOf: instantSchema, // its cut
  permalink: z.string(),
});
export type FitOf = z.infer<typeof fitOfSchema>;

/** `methods.json`: what it takes to make a report again, and what may differ between two. */
export const methodsSchema = z.strictObject({
  schema: z.literal(METHODS_SCHEMA),
  tenant: z.nullable(z.string()), // null: of a file
  marketplace: z.nullable(z.string()), // its name on the page
  period: z.string(), // ISO week
  asOf: instantSchema,
  runId: z.nullable(z.string()),
  /** The report before this one, which changes are told since. */
  previous: z.nullable(z.strictObject({ period: z.string(), asOf: instantSchema, permalink: z.string() })),
  /** The full report that this one brings up to date, whose fit it keeps; absent: it is a full one. */
  fitOf: z.exactOptional(fitOfSchema),
  codeVersion: z.string(), // of what computed the numbers
  reportVersion: z.string(), // of what drew the report
  runtime: runtimeSchema,
  seed: z.number(),
  settings: z.nullable(settingsShown),
  registry: z.nullable(z.strictObject({ processes: count, sha256 })), // of the processes as they were known; null: none
  snapshots: z.array(snapshotShown), // by range
  /** Of the questions that answers came from: question to its versions, as `trust` to [`trust@1`]. */
  wording: z.record(z.string(), z.array(z.string())),
  definitions: z.record(z.string(), version), // word to version; codebook.json has their text
  models: z.record(z.string(), version),
  files: z.array(z.strictObject({ name: z.string(), sha256, bytes: count })), // every other file of the report
});
export type Methods = z.infer<typeof methodsSchema>;

/** What a report was computed from. */
export interface Provenance {
  readonly runId: string | null;
  readonly runtime: Runtime;
  readonly reportVersion: string;
  readonly settings: AnalysisSettings | null; // of the run; null: not known
  readonly snapshots: readonly z.infer<typeof snapshotShown>[];
  readonly fitOf?: FitOf | undefined;
}

/** What the report is about. */
interface Subject {
  readonly tenant: { readonly id: string; readonly name: string } | null;
  readonly period: string;
  readonly previous: Pick<PublishedReport, 'period' | 'asOf' | 'permalink'> | null;
  readonly provenance: Provenance;
}

/** `methods.json` of a report with these other files. */
export function methodsJson(estimates: Estimates, about: Subject, files: readonly ReportFile[]): string {
  const { tenant, period, previous, provenance } = about;
  const { processes = [], ...settings } = provenance.settings ?? {};
  const methods: z.input<typeof methodsSchema> = {
    schema: METHODS_SCHEMA,
    tenant: tenant?.id ?? null,
    marketplace: tenant?.name ?? null,
    period,
    asOf: estimates.asOf,
    runId: provenance.runId,
    previous: previous && { period: previous.period, asOf: previous.asOf, permalink: previous.permalink },
    ...(provenance.fitOf && { fitOf: provenance.fitOf }),
    codeVersion: estimates.codeVersion,
    reportVersion: provenance.reportVersion,
    runtime: provenance.runtime,
    seed: estimates.seed,
    settings: 'scale' in settings ? settings : null,
    registry:
      processes.length === 0
        ? null
        : { processes: processes.length, sha256: hashOf(JSON.stringify(processes)) },
    snapshots: provenance.snapshots.map((each) => ({
      range: each.range,
      sha256: each.sha256,
      rows: each.rows,
    })),
    wording: wordingOf(estimates),
    definitions: Object.fromEntries(Object.entries(DEFINITIONS).map(([id, each]) => [id, each.version])),
    models: modelsOf(estimates),
    files: files.map(([name, content]) => {
      const bytes = Buffer.from(content);
      return { name, sha256: hashOf(bytes), bytes: bytes.length };
    }),
  };
  return `${JSON.stringify(methods, null, 2)}\n`;
}

/** Versions of the questions that were answered, by question. */
function wordingOf({ statedEvolution, quarterly }: Estimates): Record<string, string[]> {
  const items = [...statedEvolution, ...quarterly].flatMap(({ item }) => (item === null ? [] : [item]));
  const byQuestion = grouped([...new Set(items)].sort(), (item) => item.replace(/@[^@]*$/, ''));
  return Object.fromEntries(byQuestion);
}

const hashOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** `methods.schema.json`: JSON Schema 2020-12 of methods.json. */
export function methodsJsonSchema(): string {
  const schema = { title: 'Seller Trust methods', ...z.toJSONSchema(methodsSchema, { io: 'input' }) };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** A door's own `process`, as far as it decides digits. */
export function runtimeOf({
  versions,
  arch,
  platform,
}: Pick<NodeJS.Process, 'versions' | 'arch' | 'platform'>): Runtime {
  return { node: Number(versions.node.split('.')[0]), arch, platform };
}
