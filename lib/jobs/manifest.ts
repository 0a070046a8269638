import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { slug } from '../domain/identifier.ts';
import { fitOfSchema } from '../report/methods.ts';
import { SHARDS } from '../store/table.ts';
import { settingsSchema } from '../trust/settings.ts';
import { snapshotSchema } from './snapshot.ts';

const { scale, minGap, referenceGap, estimator, seed, smallestChange } = settingsSchema.shape;

/** How the models are fitted: the part of `AnalysisSettings` that `config/<stage>.json` decides. */
export const modelSchema = z.strictObject({ scale, minGap, referenceGap, estimator, seed, smallestChange });
export type Model = z.infer<typeof modelSchema>;

/** Everything that decides a run's numbers, and nothing else: two runs with one manifest are one run. */
export const manifestSchema = z.strictObject({
  schema: z.literal('seller-trust/manifest@1'),
  tenant: slug,
  settings: settingsSchema, // `asOf` is the cut
  snapshots: z.array(snapshotSchema), // by range, ascending
  /** Of a run with more rows than are fitted at once: how many shards, from 0 on, make the sample from which it starts. */
  spread: z.exactOptional(z.strictObject({ shards: z.int().check(z.minimum(1), z.maximum(SHARDS - 1)) })),
  /** Of a night: the full run whose fit it keeps, and its report; `settings` are that run's but for `asOf`. */
  fitOf: z.exactOptional(fitOfSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** 32 hex digits of SHA-256 over the manifest, whatever the order in which its fields and snapshots were given. */
export function runIdOf(manifest: Manifest): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(manifest)))
    .digest('hex')
    .slice(0, 32);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
