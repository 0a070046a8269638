import * as z from 'zod/mini';
import type { Files } from '../store/files.ts';
import { driftSchema, hasDrifted, type Drift } from '../trust/night/drift.ts';
import { putRunFile, runKey, type Run } from './run-files.ts';

/** `drift.json` of a run: how far its sellers' rounds have moved from the parameters it used. */
const driftFileSchema = z.strictObject({
  schema: z.literal('seller-trust/drift@1'),
  /** Whether the next night has to fit everything anew. */
  due: z.boolean(),
  drifts: z.array(driftSchema),
  /** Recommenders that came after the fit. */
  unknown: z.array(z.string()),
});
export type DriftFile = z.infer<typeof driftFileSchema>;

const NAME = 'drift.json';

export async function putDrift(
  files: Files,
  run: Run,
  { drifts, unknown }: { readonly drifts: readonly Drift[]; readonly unknown: readonly string[] },
): Promise<void> {
  const due = hasDrifted(drifts) || unknown.length > 0;
  const file = { schema: 'seller-trust/drift@1', due, drifts, unknown };
  await putRunFile(files, run, NAME, JSON.stringify(file));
}

/** Undefined of a run that wrote none. */
export async function readDrift(files: Pick<Files, 'get'>, run: Run): Promise<DriftFile | undefined> {
  const stored = await files.get(runKey(run, NAME));
  return stored && driftFileSchema.parse(JSON.parse(new TextDecoder().decode(stored.body)));
}

/** Why everything has to be fitted anew. */
export function driftWords({ drifts, unknown }: DriftFile): string {
  if (unknown.length > 0) return `recommenders that the fit does not know: ${unknown.join(', ')}`;
  const moved = drifts.filter((drift) => hasDrifted([drift])).map(wordsOf);
  return `parameters have drifted: ${moved.join(', ')}`;
}

const wordsOf = ({ segment, parameter, standardErrors }: Drift): string =>
  standardErrors === null
    ? `${segment} cannot be told`
    : `${parameter} of ${segment} by ${standardErrors.toFixed(1)} standard errors`;
