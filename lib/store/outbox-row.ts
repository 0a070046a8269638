import * as z from 'zod/mini';
import type { Instant } from '../domain/instant.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import { outboxKey, type Key } from './key.ts';
import { ROW_VERSION } from './row-schema.ts';
import { TABLE } from './table.ts';

/** What waits to go out. A row holds ids only, never a link, a value or an address: what is sent is made from what stands
 *  at that moment. */
const common = {
  v: z.literal(ROW_VERSION),
  dueAt: instantSchema,
  /** due -> claimed -> sending -> gone. `uncertain`: somebody began to send and did not tell the end; `failed`: it cannot
   *  be sent. Neither is sent again by itself. */
  state: z.enum(['due', 'claimed', 'sending', 'uncertain', 'failed']),
  claims: z.int(), // how often somebody began
  claimedBy: z.exactOptional(z.string()),
  leaseUntil: z.exactOptional(instantSchema),
  why: z.exactOptional(z.string()), // of `failed`
  sellerId: z.string(),
};
export const outboxRowSchema = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('invitation'),
    waveId: z.string(),
    recommendationId: z.exactOptional(z.string()), // absent: the quarterly questionnaire
    issueNo: z.int(),
    keyId: z.int(),
    reminder: z.int(), // 0: the invitation itself
  }),
  z.object({ ...common, kind: z.literal('contested'), messageId: z.string() }),
]);
type Stored = z.infer<typeof outboxRowSchema>;
type Kind<K> = Extract<Stored, { kind: K }>;

/** A row of the outbox, with the id that names it together with `dueAt`. */
export type OutboxRow = Stored & { readonly id: string };
export type InvitationRow = Kind<'invitation'> & { readonly id: string };
export type ContestedRow = Kind<'contested'> & { readonly id: string };

/** What a writer says of a message. */
type Told<Row> = Omit<Row, 'v' | 'state' | 'claims' | 'claimedBy' | 'leaseUntil' | 'why' | 'dueAt'>;
export type Message = Told<Kind<'invitation'>> | Told<Kind<'contested'>>;

/** `<waveId>|<sellerId>|<reminder>`, or `contested|<sellerId>|<messageId>`: the same for every attempt at one message. No
 *  id holds the divider, so no two messages share one. */
export function outboxId(message: Message): string {
  const parts =
    message.kind === 'invitation'
      ? [message.waveId, message.sellerId, String(message.reminder)]
      : [message.kind, message.sellerId, message.messageId];
  return parts.join('|');
}

/** The put of a message, for the transaction that writes what it announces: refused where the message waits already. */
export function outboxPut(TableName: string, tenant: string, message: Message, dueAt: Instant) {
  const fresh = { v: ROW_VERSION, dueAt, state: 'due', claims: 0 };
  return {
    Put: {
      TableName,
      Item: { ...outboxKey(tenant, dueAt, outboxId(message)), ...fresh, ...message },
      ConditionExpression: `attribute_not_exists(${TABLE.partitionKey})`,
    },
  };
}

/** What a row is about, without what became of it. */
export function messageOf(row: OutboxRow): Message {
  const { sellerId } = row;
  if (row.kind === 'contested') return { kind: row.kind, sellerId, messageId: row.messageId };
  const { kind, waveId, recommendationId, issueNo, keyId, reminder } = row;
  return {
    kind,
    sellerId,
    waveId,
    issueNo,
    keyId,
    reminder,
    ...(recommendationId !== undefined && { recommendationId }),
  };
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
