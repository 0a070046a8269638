import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { conditionalUpdate, type Expression } from './expression.ts';
import type { Key } from './key.ts';
import { cancellationCodes, patiently } from './retry.ts';
import type { TableClient } from './table-client.ts';

type Writes = ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems'];

/** All writes or none.
 *  @param outcomes of success, then of each write whose condition failed; undefined where the row has to be looked at */
export async function transact<Outcome>(
  { documents }: TableClient,
  TransactItems: Writes,
  [done, ...refused]: readonly (Outcome | undefined)[],
): Promise<Outcome | undefined> {
  try {
    await patiently(() => documents.send(new TransactWriteCommand({ TransactItems })));
    return done;
  } catch (error) {
    const failed = cancellationCodes(error).findIndex((code) => code === 'ConditionalCheckFailed');
    if (failed === -1) throw error;
    return refused[failed];
  }
}

/** A conditional update, as part of a transaction. */
export function updateOf(
  { name: TableName }: TableClient,
  key: Key,
  what: Expression,
  condition: Expression,
) {
  return { Update: { TableName, Key: { ...key }, ...conditionalUpdate(what, condition) } };
}
