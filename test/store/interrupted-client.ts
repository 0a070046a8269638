import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOf, type Tables } from '../tables.ts';

const WRITES = new Set([
  'PutItemCommand',
  'UpdateItemCommand',
  'DeleteItemCommand',
  'TransactWriteItemsCommand',
]);

export interface Interruption {
  readonly write: number; // 1 = the first
  readonly when: 'before' | 'after';
}

/** A client at whose n-th write the machine dies, or, with `meanwhile`, something else happens before it. */
export function interruptedClient(
  { engine }: Pick<Tables, 'engine'>,
  { write, when }: Interruption,
  meanwhile?: () => Promise<void>,
): { client: DynamoDBClient; writes: () => number } {
  let writes = 0;
  const client = clientOf(engine);
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (input) => {
        if (!WRITES.has(commandName)) return next(input);
        writes += 1;
        if (writes !== write) return next(input);
        if (meanwhile !== undefined) {
          await meanwhile();
          return next(input);
        }
        // also a write that is refused was a moment to die at
        if (when === 'after') await next(input).catch(() => undefined);
        throw new Error('interrupted');
      },
    { step: 'initialize', priority: 'high' },
  );
  return { client, writes: () => writes };
}
