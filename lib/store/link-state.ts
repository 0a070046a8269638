import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Instant } from '../domain/instant.ts';
import type { Invitation } from '../rounds/round.ts';
import { attribute, conditionalUpdate, expression, joined, value, type Expression } from './expression.ts';
import { quarterlyKey, roundKey, type Key } from './key.ts';
import { readItem } from './read-item.ts';
import { cancellationCodes, patiently } from './retry.ts';
import { readQuarterlyRow, readRoundRow } from './stored-row.ts';
import { TABLE } from './table.ts';
import type { TableClient } from './table-client.ts';

/** What a link asks about: one recommendation, or the quarterly questionnaire of a wave. */
export type LinkSubject =
  | { readonly sellerId: string; readonly recommendationId: string }
  | { readonly sellerId: string; readonly waveId: string };

/** How a question stands with its link. */
export interface LinkState extends Pick<Invitation, 'waveId' | 'issueNo' | 'linkHash' | 'closesAt'> {
  readonly revoked: boolean;
}

/** Stands before the hash that a question knew its link by, once that is revoked. No link has such a hash, so whatever
 *  compares it refuses. */
const REVOKED = 'revoked:';

export async function readLinkState(
  table: TableClient,
  tenant: string,
  subject: LinkSubject,
): Promise<LinkState | undefined> {
  const item = await readItem(table, questionKey(tenant, subject));
  const asked = item && askedOf(tenant, subject, item);
  if (asked === undefined) return undefined;
  const { waveId, issueNo, closesAt, linkHash } = asked;
  const revoked = linkHash.startsWith(REVOKED);
  return { waveId, issueNo, closesAt, revoked, linkHash: linkHash.slice(revoked ? REVOKED.length : 0) };
}

function askedOf(tenant: string, subject: LinkSubject, item: Readonly<Record<string, unknown>>) {
  const { sellerId } = subject;
  return 'waveId' in subject
    ? readQuarterlyRow(tenant, sellerId, subject.waveId, item)
    : readRoundRow(tenant, sellerId, subject.recommendationId, item).invitation;
}

export function questionKey(tenant: string, subject: LinkSubject): Key {
  return 'waveId' in subject
    ? quarterlyKey(tenant, subject.sellerId, subject.waveId)
    : roundKey(tenant, subject.sellerId, subject.recommendationId);
}

/** One row of a transaction. */
export type LinkWrite =
  | { readonly key: Key; readonly set: Expression; readonly condition: Expression }
  | { readonly key: Key; readonly item: Readonly<Record<string, unknown>> }; // new

export interface LinkChange {
  readonly linkHash?: string;
  readonly issueNo?: number;
  readonly closesAt?: Instant;
}

/** Changes what the question knows of its link, if that is still as `state` has it. This is what a POST races with: its
 *  one write compares the same fields of the same row. */
export function changeQuestion(
  tenant: string,
  subject: LinkSubject,
  state: LinkState,
  change: LinkChange | 'revoked',
): LinkWrite {
  const at = (field: string) => ('waveId' in subject ? attribute(field) : attribute('invitation', field));
  const each = (fields: LinkChange, between: string) =>
    joined(
      Object.entries(fields).map(([field, is]) => expression`${at(field)} = ${value(is)}`),
      between,
    );
  const known = { linkHash: (state.revoked ? REVOKED : '') + state.linkHash, closesAt: state.closesAt };
  const changed = change === 'revoked' ? { linkHash: REVOKED + state.linkHash } : change;
  return {
    key: questionKey(tenant, subject),
    set: expression`set ${each(changed, ', ')}${touchedUntil(change)}`,
    condition: each(known, ' and '),
  };
}

/** Until a question that closes at another time has closed, every night looks at it: silence is told by when it closes. */
function touchedUntil(change: LinkChange | 'revoked'): Expression {
  if (change === 'revoked' || change.closesAt === undefined) return [];
  return expression`, ${attribute(TABLE.touchedAt)} = ${value(change.closesAt)}`;
}

const ATTEMPTS = 100; // more than anybody changes one link at a time: of those that meet, one gets through

/** Looks how the link stands; writes, all rows or none, if it does not stand as wanted; looks again where another write
 *  came between, or this one's answer was lost.
 *  @throws whatever failed, if the link does not stand as wanted after it */
export async function settle<Outcome>(
  table: TableClient,
  tenant: string,
  subject: LinkSubject,
  task: {
    /** The outcome that a state shows; undefined where there is something to write. */
    readonly judge: (state: LinkState) => Outcome | undefined;
    readonly written: Outcome;
    readonly writes: (state: LinkState) => Promise<readonly LinkWrite[]>;
  },
): Promise<Outcome | 'no-link'> {
  let failure: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const state = await readLinkState(table, tenant, subject);
    if (state === undefined) return 'no-link';
    const outcome = task.judge(state);
    if (outcome !== undefined) return outcome;
    if (failure !== undefined) throw failure;
    try {
      await transact(table, await task.writes(state));
      return task.written;
    } catch (error) {
      if (!isOvertaken(error)) failure = error;
    }
  }
  throw new RangeError('a link requires an end of its changes before it can be changed');
}

function isOvertaken(error: unknown): boolean {
  const codes = cancellationCodes(error);
  return codes.includes('ConditionalCheckFailed') || codes.includes('TransactionConflict');
}

async function transact({ documents, name }: TableClient, writes: readonly LinkWrite[]): Promise<void> {
  const TransactItems = writes.map((write) => {
    const row = { TableName: name };
    if ('item' in write) {
      const ConditionExpression = `attribute_not_exists(${TABLE.partitionKey})`;
      return { Put: { ...row, Item: { ...write.key, ...write.item }, ConditionExpression } };
    }
    return { Update: { ...row, Key: { ...write.key }, ...conditionalUpdate(write.set, write.condition) } };
  });
  await patiently(() => documents.send(new TransactWriteCommand({ TransactItems })));
}
