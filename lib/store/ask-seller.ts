import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Instant } from '../domain/instant.ts';
import { CAPS, refusalOf, withAsking, type Asking, type Caps, type Refusal } from './contact.ts';
import { attribute, conditionalUpdate, expression, joined, value, type Expression } from './expression.ts';
import { contactKey, linkKey } from './key.ts';
import { linkRow, type LinkOrder } from './link-row.ts';
import { outboxPut } from './outbox-put.ts';
import { readItem } from './read-item.ts';
import { cancellationCodes, patiently } from './retry.ts';
import { ROW_VERSION, type Contact } from './row-schema.ts';
import { readContactRow } from './stored-row.ts';
import { TABLE } from './table.ts';
import type { TableClient } from './table-client.ts';

/** A message that takes the link to her: 0 the invitation, 1 the first reminder. */
export interface Sending {
  readonly reminder: number;
  readonly dueAt: Instant;
}

/** What both kinds of questions have in common. */
export interface SellerOrder extends LinkOrder, Asking {
  readonly linkHash: string;
  /** Fourteen days and four in 91 where it does not say. */
  readonly caps?: Caps;
  /** Her contact state as it was read, which saves reading it here. */
  readonly contact?: Contact;
  readonly sendings?: readonly Sending[];
}

/** `alreadyInvited`: in this wave; or her round has its invitation, or is not there. */
export type InviteOutcome = 'invited' | Refusal;

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Writes the link, the question, the seller's contact state and what is to be sent together, or nothing at all. Of two
 *  waves that meet, the second to write sees that her contact state is another one, and decides again. */
export async function askSeller(
  table: TableClient,
  tenant: string,
  order: SellerOrder,
  question: Write,
  ...more: readonly Write[]
): Promise<InviteOutcome> {
  let contact = order.contact ?? (await readContact(table, tenant, order.sellerId));
  for (;;) {
    const refusal = refusalOf(contact, order, order.caps ?? CAPS);
    if (refusal !== undefined) return refusal;
    const failed = await write(table, [...writesOf(table, tenant, order, question, contact), ...more]);
    if (failed.length === 0) return 'invited';
    const known = contact;
    contact = await readContact(table, tenant, order.sellerId);
    // who loses against the contact state meets another one; anything else that failed was there before
    if (!failed[CONTACT] || isSame(known, contact))
      return refusalOf(contact, order, order.caps ?? CAPS) ?? 'alreadyInvited';
  }
}

const CONTACT = 2; // its place among the writes

function writesOf(
  { name: TableName }: TableClient,
  tenant: string,
  order: SellerOrder,
  question: Write,
  contact: Contact | undefined,
): Write[] {
  const { sellerId, recommendationId, waveId, issueNo, keyId, linkHash, sendings = [] } = order;
  const link = { ...linkKey(tenant, linkHash), ...linkRow(tenant, order) };
  const message = {
    kind: 'invitation' as const,
    sellerId,
    waveId,
    issueNo,
    keyId,
    ...(recommendationId !== undefined && { recommendationId }),
  };
  return [
    { Put: { TableName, Item: link, ConditionExpression: `attribute_not_exists(${TABLE.partitionKey})` } },
    question,
    {
      Update: {
        TableName,
        Key: { ...contactKey(tenant, sellerId) },
        ...conditionalUpdate(setContact(contact, order), isStill(contact)),
      },
    },
    ...sendings.map(({ reminder, dueAt }) => outboxPut(TableName, tenant, { ...message, reminder }, dueAt)),
  ];
}

/** @returns for each write whether its condition failed; nothing when all were written */
async function write({ documents }: TableClient, TransactItems: Write[]): Promise<boolean[]> {
  try {
    await patiently(() => documents.send(new TransactWriteCommand({ TransactItems })));
    return [];
  } catch (error) {
    const failed = cancellationCodes(error).map((code) => code === 'ConditionalCheckFailed');
    if (!failed.includes(true)) throw error;
    return failed;
  }
}

function setContact(contact: Contact | undefined, order: Asking): Expression {
  const invitations = withAsking(contact, order);
  const sets = {
    v: ROW_VERSION,
    invitations,
    lastWaveId: order.waveId,
    lastInvitedAt: invitations[0]?.at,
  };
  const each = Object.entries(sets).map(([name, is]) => expression`${attribute(name)} = ${value(is)}`);
  return expression`set ${joined(each, ', ')}`;
}

/** Her contact state is as it was read: every invitation writes its wave, and no wave asks her twice. */
function isStill(contact: Contact | undefined): Expression {
  const last = attribute('lastWaveId');
  const sameWave =
    contact?.lastWaveId === undefined
      ? expression`attribute_not_exists(${last})`
      : expression`${last} = ${value(contact.lastWaveId)}`;
  const silent = SILENCED.map((name) => expression`attribute_not_exists(${attribute(name)})`);
  return joined([sameWave, ...silent], ' and ');
}

const SILENCED = ['optedOutAt', 'bouncedAt', 'complainedAt'] as const;

function isSame(a: Contact | undefined, b: Contact | undefined): boolean {
  return decisive(a) === decisive(b);
}

/** What `isStill` compares. */
function decisive(contact: Contact | undefined): string {
  return JSON.stringify([
    contact?.lastWaveId,
    contact?.optedOutAt,
    contact?.bouncedAt,
    contact?.complainedAt,
  ]);
}

async function readContact(
  table: TableClient,
  tenant: string,
  sellerId: string,
): Promise<Contact | undefined> {
  const item = await readItem(table, contactKey(tenant, sellerId));
  return item && readContactRow(item);
}
