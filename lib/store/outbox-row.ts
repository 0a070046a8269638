import * as z from 'zod/mini';
import { instantSchema } from '../rounds/instant-schema.ts';
import { toldAlertSchema, toldDigestSchema, toldReportSchema } from '../rounds/told-report.ts';
import { outboxKey, type Key } from './key.ts';
import { outboxId } from './outbox-put.ts';
import { ROW_VERSION } from './row-schema.ts';

const standing = {
  v: z.literal(ROW_VERSION),
  dueAt: instantSchema,
  /** due -> claimed -> sending -> gone. `uncertain`: somebody began to send and did not tell the end; `failed`: it cannot
   *  be sent. Neither is sent again by itself. */
  state: z.enum(['due', 'claimed', 'sending', 'uncertain', 'failed']),
  claims: z.int(), // how often somebody began
  claimedBy: z.exactOptional(z.string()),
  leaseUntil: z.exactOptional(instantSchema),
  why: z.exactOptional(z.string()), // of `failed`
};

// Of a seller a message holds ids only, never a link, a value or an address: what is sent is made from what stands at that
// moment. Of a report it holds what was published, which never changes, and no address either.
const seller = { sellerId: z.string() };
const invitation = z.object({
  ...seller,
  kind: z.literal('invitation'),
  waveId: z.string(),
  recommendationId: z.exactOptional(z.string()), // absent: the quarterly questionnaire
  issueNo: z.int(),
  keyId: z.int(),
  reminder: z.int(), // 0: the invitation itself
});
const contested = z.object({ ...seller, kind: z.literal('contested'), messageId: z.string() });
const replied = z.object({
  ...seller,
  kind: z.literal('replied'),
  recommendationId: z.string(),
  revision: z.int(), // from 1; each change of mind is one more
});
const published = z.object({ kind: z.literal('report-published'), told: toldReportSchema });
const raised = z.object({ kind: z.literal('alert-raised'), told: toldAlertSchema });
const digest = z.object({
  kind: z.literal('digest'),
  permalink: z.string(),
  to: z.string(), // stands for an address of the settings
  digest: toldDigestSchema,
});
const messageSchema = z.discriminatedUnion('kind', [
  invitation,
  contested,
  replied,
  published,
  raised,
  digest,
]);

/** What waits to go out. */
export const outboxRowSchema = z.discriminatedUnion('kind', [
  z.extend(invitation, standing),
  z.extend(contested, standing),
  z.extend(replied, standing),
  z.extend(published, standing),
  z.extend(raised, standing),
  z.extend(digest, standing),
]);

/** What a writer says of a message. */
export type Message = z.infer<typeof messageSchema>;

type Row<Kind extends Message['kind'] = Message['kind']> = Extract<
  z.infer<typeof outboxRowSchema>,
  { kind: Kind }
> & { readonly id: string };
/** A row of the outbox, with the id that names it together with `dueAt`. */
export type OutboxRow = Row;
export type InvitationRow = Row<'invitation'>;
/** About one seller: it goes when she is erased. */
export type SellerRow = Row<'invitation' | 'contested' | 'replied'>;
export type ReportRow = Row<'report-published' | 'alert-raised' | 'digest'>;

export function isAboutSeller(row: OutboxRow): row is SellerRow {
  return 'sellerId' in row;
}

/** What a row is about, without what became of it. */
export function messageOf(row: OutboxRow): Message {
  return z.parse(messageSchema, row);
}

export function keyOfRow(tenant: string, { dueAt, id }: Pick<OutboxRow, 'dueAt' | 'id'>): Key {
  return outboxKey(tenant, dueAt, id);
}

/** @throws RangeError naming the field when a row is not what this version writes */
export function readOutboxRow(item: Readonly<Record<string, unknown>>): OutboxRow {
  const read = z.safeParse(outboxRowSchema, item);
  if (read.success) return { ...read.data, id: outboxId(read.data) };
  const fields = read.error.issues.map(({ path }) => path.join('.'));
  throw new RangeError(`outbox row requires valid ${fields.join(', ')}`);
}
