import * as z from 'zod/mini';
import type { Instant } from '../domain/instant.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import type { SellerEraser } from '../store/erase.ts';
import type { HeldKind, HeldRow } from '../store/held-rows.ts';
import { readSortKey } from '../store/key.ts';
import type { LedgerTable } from '../store/ledger-table.ts';
import { TABLE } from '../store/table.ts';
import { AREAS, placeOf, type Buckets } from './forget-files.ts';
import { strike } from './strike.ts';

const row = z.record(z.string(), z.unknown());

/** Everything held about one seller. Rows carry every attribute as it is stored; docs/seller-export.md tells what they
 *  mean. */
export const sellerExportSchema = z.strictObject({
  schema: z.literal('seller-trust/seller-export@1'),
  tenant: z.string(),
  sellerId: z.string(),
  exportedAt: instantSchema,
  seller: z.array(row), // how the marketplace describes her: at most one
  contact: z.array(row), // when she was written to, whether she opted out: at most one
  rounds: z.array(row), // recommendations with plans, every version of her answers, actions, outcomes
  quarterlies: z.array(row),
  messages: z.array(row),
  links: z.array(row), // without the tokens, which are never stored
  outbox: z.array(row), // what waits to be sent to her or from her
  other: z.array(row),
  ledger: z.strictObject({
    optedOutSince: z.nullable(instantSchema),
    erasedSince: z.nullable(instantSchema),
  }),
  noticesAnsweredUnder: z.array(z.string()), // `notice@<version>`, as shown with the questions she answered
  files: z.array(z.strictObject({ area: z.enum(AREAS), key: z.string(), lines: z.array(z.string()) })),
});
export type SellerExport = z.infer<typeof sellerExportSchema>;

export interface ExportParts {
  readonly eraser: Pick<SellerEraser, 'held'>;
  readonly ledger: Pick<LedgerTable, 'since'>;
  readonly buckets: Buckets;
  readonly now: Instant;
}

/** One document with everything held about a seller: each row about her in the tables, and each line about her in the
 *  files that are kept of runs and of what was dropped. */
export async function exportSeller(
  { eraser, ledger, buckets, now }: ExportParts,
  tenant: string,
  sellerId: string,
): Promise<SellerExport> {
  const held = await eraser.held(tenant, sellerId);
  const of = (kind: HeldKind) => held.filter((each) => each.kind === kind).map(told);
  const since = async (kind: 'optout' | 'erased') => (await ledger.since(tenant, kind, sellerId)) ?? null;
  return {
    schema: 'seller-trust/seller-export@1',
    tenant,
    sellerId,
    exportedAt: now,
    seller: of('seller'),
    contact: of('contact'),
    rounds: of('round'),
    quarterlies: of('quarterly'),
    messages: of('message'),
    links: of('link'),
    outbox: of('outbox'),
    other: of('other'),
    ledger: { optedOutSince: await since('optout'), erasedSince: await since('erased') },
    noticesAnsweredUnder: [...new Set(held.flatMap(({ item }) => notices(item)))].sort(),
    files: await linesAbout(buckets, tenant, sellerId),
  };
}

/** A row with the ids that stand in its key, and without the key. */
function told({ kind, key, item }: HeldRow): Record<string, unknown> {
  const { [TABLE.partitionKey]: _, [TABLE.sortKey]: sk, [TABLE.timeToLive]: ttl, ...attributes } = item;
  const name = readSortKey(key.sk);
  return {
    ...(name?.kind === 'round' && { recommendationId: name.recommendationId }),
    ...(name?.kind === 'quarterly' && { waveId: name.waveId }),
    ...(name?.kind === 'message' && { messageId: name.messageId }),
    ...(kind === 'link' && { linkHash: key.pk.split('#').at(-1) }),
    ...((kind === 'other' || kind === 'outbox') && { id: sk }),
    ...attributes,
    ...(ttl !== undefined && { cleanedUpAfter: ttl }), // seconds since 1970
  };
}

/** Every `notice@<version>` among the wordings of answers. */
function notices(value: unknown): string[] {
  if (typeof value === 'string') return /^notice@\d+$/.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(notices) : [];
}

async function linesAbout(
  buckets: Buckets,
  tenant: string,
  sellerId: string,
): Promise<SellerExport['files']> {
  const found: SellerExport['files'] = [];
  for (const area of AREAS) {
    const { files, prefix } = placeOf(buckets, tenant, area);
    for (const key of await files.list(prefix)) {
      const stored = await files.get(key);
      const struck = stored && strike(key, stored.body, (id) => (id === sellerId ? 'hers' : undefined));
      if (struck !== undefined) found.push({ area, key, lines: [...struck.taken] });
    }
  }
  return found;
}
