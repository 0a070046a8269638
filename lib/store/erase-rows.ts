import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import {
  attribute,
  conditionalUpdate,
  expression,
  joined,
  render,
  value,
  type Expression,
} from './expression.ts';
import type { KeyRing } from '../link/key-ring.ts';
import { heldRows, type HeldRow } from './held-rows.ts';
import { ledgerKey } from './key.ts';
import { cancellationCodes, patiently } from './retry.ts';
import { TABLE } from './table.ts';
import type { TableClient } from './table-client.ts';
import { writeIf } from './write-if.ts';

export interface RowEraser {
  readonly facts: TableClient;
  readonly ledger: TableClient; // reached by the same client
  readonly ring: KeyRing;
}

const AT_ONCE = 99; // deletes of a transaction; the count is the hundredth
const ROUNDS = 50; // of reading again what others wrote meanwhile

/** Deletes every row about a seller, links first. Rows and their count in the ledger's row change in one transaction: what
 *  is deleted is counted once, whoever else erases her at the same time and wherever this is interrupted. A question whose
 *  link changed after it was read is read again, so that no link is left behind.
 *  @param hash of her ledger row, which must be there
 *  @param tally where to count: `later` once her rows were gone
 *  @throws Error when others write about her faster than she is erased */
export async function eraseRows(
  { facts, ledger, ring }: RowEraser,
  tenant: string,
  { sellerId, hash }: { readonly sellerId: string; readonly hash: string },
  tally: 'rows' | 'later' = 'rows',
): Promise<number> {
  await ensure(ledger, ledgerKey(tenant, 'erased', hash), tally);
  let erased = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const held = await heldRows(facts, tenant, sellerId, ring);
    if (held.length === 0) return erased;
    for (let from = 0; from < held.length; from += AT_ONCE) {
      const chunk = held.slice(from, from + AT_ONCE);
      if (!(await eraseTogether({ facts, ledger }, { tenant, hash, tally }, chunk))) break;
      erased += chunk.length;
    }
  }
  throw new Error('others kept writing about a seller who is being erased; erase her again');
}

type Counted = { readonly tenant: string; readonly hash: string; readonly tally: 'rows' | 'later' };

/** @returns false when a row has changed or gone since it was read; then none was deleted */
async function eraseTogether(
  { facts, ledger }: Pick<RowEraser, 'facts' | 'ledger'>,
  { tenant, hash, tally }: Counted,
  rows: readonly HeldRow[],
): Promise<boolean> {
  const Key = { ...ledgerKey(tenant, 'erased', hash) };
  const count = conditionalUpdate(addition(tally, rows), expression`attribute_exists(${attribute(tally)})`);
  const TransactItems = [
    ...rows.map((row) => ({ Delete: deletion(facts, row) })),
    { Update: { TableName: ledger.name, Key, ...count } },
  ];
  try {
    await patiently(() => facts.documents.send(new TransactWriteCommand({ TransactItems })));
    return true;
  } catch (error) {
    if (cancellationCodes(error).includes('ConditionalCheckFailed')) return false;
    throw error;
  }
}

/** An entry from before counts were kept has no place for them. */
async function ensure(ledger: TableClient, key: { pk: string; sk: string }, tally: string): Promise<void> {
  const none = expression`attribute_exists(${attribute('at')}) and attribute_not_exists(${attribute(tally)})`;
  await writeIf(ledger, key, expression`set ${attribute(tally)} = ${value({})}`, none);
}

function addition(tally: string, rows: readonly HeldRow[]): Expression {
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const sums = kinds.map((kind) => {
    const [place, more] = [attribute(tally, kind), rows.filter((row) => row.kind === kind).length];
    return expression`${place} = if_not_exists(${place}, ${value(0)}) + ${value(more)}`;
  });
  return expression`set ${joined(sums, ', ')}`;
}

/** A question goes only with the link that it had when its links were looked up. */
function deletion(facts: TableClient, { kind, key, item }: HeldRow) {
  const there = expression`attribute_exists(${attribute(TABLE.partitionKey)})`;
  const place =
    kind === 'round' ? ['invitation', 'linkHash'] : kind === 'quarterly' ? ['linkHash'] : undefined;
  const { texts, ...attributes } = render(
    place === undefined ? there : expression`${there} and ${same(item, place)}`,
  );
  const values = Object.keys(attributes.ExpressionAttributeValues).length > 0;
  return {
    TableName: facts.name,
    Key: { ...key },
    ConditionExpression: texts[0],
    ExpressionAttributeNames: attributes.ExpressionAttributeNames,
    ...(values && { ExpressionAttributeValues: attributes.ExpressionAttributeValues }),
  };
}

function same(item: Readonly<Record<string, unknown>>, place: readonly string[]): Expression {
  const stored = place.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null
        ? Object.entries(at).find(([key]) => key === step)?.[1]
        : undefined,
    item,
  );
  const field = attribute(...place);
  return stored === undefined
    ? expression`attribute_not_exists(${field})`
    : expression`${field} = ${value(stored)}`;
}
