import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { slug } from '../domain/identifier.ts';
import { instantText } from './instant-text.ts';
import { snapshotSchema } from './snapshot.ts';

/** How the models are fitted, `config/<stage>.json` analysis.model; see `AnalysisSettings`. */
export const modelSchema = z.strictObject({
  scale: z.enum(['auto', 'log', 'level']),
  minGap: z.nullable(z.number().check(z.nonnegative())),
  referenceGap: z.nullable(z.number().check(z.positive())),
  estimator: z.enum(['auto', 'kf']),
  seed: z.int(),
});

/** Everything that decides a run's numbers, and nothing else: two runs with one manifest are one run. */
export const manifestSchema = z.strictObject({
  schema: z.literal('seller-trust/manifest@1'),
  tenant: slug,
  settings: z.strictObject({
    ...modelSchema.shape,
    directions: z.record(z.string(), z.enum(['up', 'down'])),
    asOf: instantText, // the cut
    codeVersion: z.string(),
  }),
  snapshots: z.array(snapshotSchema), // by range, ascending
});
export type Manifest = z.infer<typeof manifestSchema>;

/** 32 hex digits of SHA-256 over the manifest, whatever the order in which its fields and snapshots were given. */
export function runIdOf(manifest: Manifest): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(manifest)))
    .digest('hex')
    .slice(0, 32);
}

/** A key under a run's folder in the files bucket. */
export function runKey(tenant: string, runId: string, name: string): string {
  return `runs/${tenant}/${runId}/${name}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
