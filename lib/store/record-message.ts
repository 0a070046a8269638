import type { Instant } from '../domain/instant.ts';
import type { Message } from '../rounds/message.ts';
import { attribute, expression, joined, value, type Expression } from './expression.ts';
import { contactKey, messageKey } from './key.ts';
import { outboxPut } from './outbox-put.ts';
import { readItem } from './read-item.ts';
import { ROW_VERSION } from './row-schema.ts';
import { readMessageRow } from './stored-row.ts';
import { TABLE } from './table.ts';
import type { TableClient } from './table-client.ts';
import { transact, updateOf } from './transact.ts';
import { writeKnowing } from './write-if.ts';

/** Messages of one seller that may wait for an answer. */
export const MOST_OPEN = 20;

export type MessageOutcome = 'recorded' | 'too-many';

/** Records what a seller wrote, with the announcement that waits in the outbox, or nothing at all. A message that arrives
 *  again, by its id, is there once. */
export function recordMessage(table: TableClient, message: Message): Promise<MessageOutcome> {
  const { tenant, sellerId, messageId, answer: _, ...row } = message;
  const sets = Object.entries({ v: ROW_VERSION, ...row }).map(
    ([name, content]) => expression`${attribute(name)} = ${value(content)}`,
  );
  const announced = outboxPut(table.name, tenant, { kind: 'contested', sellerId, messageId }, message.at);
  const key = messageKey(tenant, sellerId, messageId);
  const write = [
    updateOf(table, key, expression`set ${joined(sets, ', ')}`, ABSENT),
    updateOf(table, contactKey(tenant, sellerId), countOpen(1), NOT_TOO_MANY),
    announced,
  ];
  return writeKnowing<MessageOutcome>(
    () => transact(table, write, ['recorded', undefined, 'too-many', undefined]),
    async () => ((await readItem(table, key)) === undefined ? undefined : 'recorded'),
  );
}

export type MessageName = Pick<Message, 'tenant' | 'sellerId' | 'messageId'>;
export type AnswerOutcome = 'answered' | 'answered-before' | 'no-message';

/** Keeps the marketplace's answer, once. It stands in the seller's ledger from then on. */
export function answerMessage(
  table: TableClient,
  { tenant, sellerId, messageId }: MessageName,
  text: string,
  now: Instant,
): Promise<AnswerOutcome> {
  const key = messageKey(tenant, sellerId, messageId);
  const answer = attribute('answer');
  const first = expression`attribute_exists(${attribute('text')}) and attribute_not_exists(${answer})`;
  const write = [
    updateOf(table, key, expression`set ${answer} = ${value({ at: now, text })}`, first),
    updateOf(table, contactKey(tenant, sellerId), countOpen(-1), ALWAYS),
  ];
  return writeKnowing<AnswerOutcome>(
    () => transact(table, write, ['answered', undefined, undefined]),
    async () => {
      const item = await readItem(table, key);
      if (item === undefined) return 'no-message';
      const stored = readMessageRow(tenant, sellerId, messageId, item).answer;
      if (stored === undefined) return undefined;
      return stored.at === now && stored.text === text ? 'answered' : 'answered-before';
    },
  );
}

const OPEN = attribute('openMessages');
const ABSENT = expression`attribute_not_exists(${attribute(TABLE.partitionKey)})`;
const NOT_TOO_MANY = expression`attribute_not_exists(${OPEN}) or ${OPEN} < ${value(MOST_OPEN)}`;
const ALWAYS = expression`attribute_exists(${OPEN}) or attribute_not_exists(${OPEN})`;

function countOpen(change: 1 | -1): Expression {
  return expression`set ${attribute('v')} = ${value(ROW_VERSION)} add ${OPEN} ${value(change)}`;
}
