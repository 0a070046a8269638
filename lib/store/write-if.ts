import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { conditionalUpdate, type Expression } from './expression.ts';
import type { Key } from './key.ts';
import { isFailedCondition, patiently } from './retry.ts';
import type { TableClient } from './table-client.ts';

/** One conditional write of one row.
 *  @returns false when the condition did not hold; also when the write did happen but its answer was lost and the SDK
 *  tried again, so a caller that must know looks at the row */
export async function writeIf(
  { documents, name }: TableClient,
  key: Key,
  update: Expression,
  condition: Expression,
): Promise<boolean> {
  const input = { TableName: name, Key: key, ...conditionalUpdate(update, condition) };
  try {
    await patiently(() => documents.send(new UpdateCommand(input)));
    return true;
  } catch (error) {
    if (isFailedCondition(error)) return false;
    throw error;
  }
}

const ATTEMPTS = 3;

/** The same where the caller must know: what became of it is told by the row as it stands after a write that failed or
 *  whose answer was lost. `judge` gives the outcome that the row shows, or undefined where it shows none: then whatever
 *  refused the write is over (a closed round was extended between the two), and it is tried again. An unknown failure
 *  is thrown on. */
export async function writeKnowing<Outcome>(
  write: () => Promise<Outcome | undefined>,
  judge: () => Promise<Outcome | undefined>,
): Promise<Outcome> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    let failure: unknown;
    try {
      const outcome = await write();
      if (outcome !== undefined) return outcome;
    } catch (error) {
      failure = error;
    }
    const shown = await judge();
    if (shown !== undefined) return shown;
    if (failure !== undefined) throw failure;
  }
  throw new RangeError('a conditional write requires a row that explains why it failed');
}
