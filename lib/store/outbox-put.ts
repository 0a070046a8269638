import type { Instant } from '../domain/instant.ts';
import { outboxKey } from './key.ts';
import type { Message } from './outbox-row.ts';
import { ROW_VERSION } from './row-schema.ts';
import { TABLE } from './table.ts';

/** `<waveId>|<sellerId>|<reminder>`, or its kind and what it is about: the same for every attempt at one message. No id
 *  holds the divider, so no two messages share one. */
export function outboxId(message: Message): string {
  return namesOf(message).join('|');
}

function namesOf(message: Message): readonly string[] {
  const { kind } = message;
  switch (kind) {
    case 'invitation':
      return [message.waveId, message.sellerId, String(message.reminder)];
    case 'contested':
      return [kind, message.sellerId, message.messageId];
    case 'replied':
      return [kind, message.sellerId, message.recommendationId, String(message.revision)];
    case 'report-published':
      return [kind, message.told.permalink];
    case 'alert-raised':
      return [kind, message.told.permalink, message.told.name];
    case 'digest':
      return [kind, message.permalink, message.to];
  }
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
