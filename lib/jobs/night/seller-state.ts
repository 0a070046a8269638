import { gunzipSync, gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Instant } from '../../domain/instant.ts';
import { STEPS } from '../../outreach/funnel.ts';
import { instantSchema } from '../../rounds/instant-schema.ts';
import type { Files } from '../../store/files.ts';
import { answersSchema, type Asking } from '../survey-counts.ts';
import { isOrWasLeft } from './left-of.ts';
import type { SellerTaken } from './seller-taken.ts';

/** What the next night has to know of a seller beside her rounds; nothing of one whom nobody asked and who stays as she is. */
const stateSchema = z.strictObject({
  seller_id: z.string(),
  changesAt: z.exactOptional(instantSchema),
  waves: z.array(z.tuple([z.string(), z.array(z.enum(STEPS))])),
  answers: z.array(answersSchema),
});
export type SellerState = z.infer<typeof stateSchema>;

export function stateOf({ sellerId, changesAt, asking }: SellerTaken): SellerState | undefined {
  if (changesAt === undefined && asking === undefined) return undefined;
  return {
    seller_id: sellerId,
    ...(changesAt !== undefined && { changesAt }),
    waves: (asking?.progress ?? []).map(({ waveId, reached }) => [waveId, [...reached]]),
    answers: [...(asking?.answers ?? [])],
  };
}

/** Undefined for a seller whom nobody asked. */
export function askingIn({ seller_id: sellerId, waves, answers }: SellerState): Asking | undefined {
  if (waves.length === 0) return undefined;
  return {
    sellerId,
    progress: waves.map(([waveId, reached]) => ({ waveId, reached: new Set(reached) })),
    answers,
  };
}

export const isDue = ({ changesAt }: SellerState, cut: Instant): boolean =>
  changesAt !== undefined && changesAt <= cut;

const keyOf = (tenant: string, sha256: string): string => `snapshots/${tenant}/${sha256}.sellers.jsonl.gz`;

/** Stores states by their content. @returns its hash */
export async function putStates(files: Files, tenant: string, states: readonly SellerState[]) {
  const text = states.map((state) => `${JSON.stringify(state)}\n`).join('');
  const sha256 = createHash('sha256').update(text).digest('hex');
  await files.put(keyOf(tenant, sha256), gzipSync(text, { level: 1 }), { ifAbsent: true });
  return sha256;
}

/** The states a snapshot left, without those of sellers who were erased since; undefined where the file is gone, or is neither
 *  what was left nor what an erasure left of it. */
export async function getStates(
  files: Pick<Files, 'get'>,
  tenant: string,
  sha256: string,
): Promise<SellerState[] | undefined> {
  const key = keyOf(tenant, sha256);
  const stored = await files.get(key);
  if (stored === undefined) return undefined;
  const text = gunzipSync(stored.body);
  const found = createHash('sha256').update(text).digest('hex');
  if (!(await isOrWasLeft(files, key, { named: sha256, found }))) return undefined;
  const lines = text.toString().split('\n').slice(0, -1);
  return lines.map((line) => stateSchema.parse(JSON.parse(line)));
}
