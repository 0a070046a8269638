import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { instantSchema } from '../rounds/instant-schema.ts';
import type { Reference } from '../rounds/reference.ts';
import { attribute, expression, render, value } from './expression.ts';
import { tenantKey } from './key.ts';
import { readItem } from './read-item.ts';
import { isFailedCondition, patiently } from './retry.ts';
import { ROW_VERSION } from './row-schema.ts';
import type { TableClient } from './table-client.ts';

const counts = z.object({ sellers: z.int(), recommendation: z.int(), plan: z.int() });
const referenceRowSchema = z.object({
  v: z.literal(ROW_VERSION),
  recommender: z.string(),
  countedAt: instantSchema,
  all: counts,
  segment: z.nullable(z.string()),
  /** A list: the table's client takes a map with the key `constructor` for an instance of a class, and throws. */
  groups: z.array(z.object({ value: z.string(), ...counts.shape })),
});

/** Keeps a recommender's reference point unless a later one is there. @returns whether it was kept */
export async function putReference(
  { documents, name: TableName }: TableClient,
  tenant: string,
  reference: Reference,
): Promise<boolean> {
  const countedAt = attribute('countedAt');
  const newer = expression`attribute_not_exists(${countedAt}) or ${countedAt} <= ${value(reference.countedAt)}`;
  const { texts, ...attributes } = render(newer);
  const groups = Object.entries(reference.groups).map(([group, sum]) => Object.assign({ value: group }, sum));
  const Item = { ...tenantKey(tenant, 'REF', reference.recommender), v: ROW_VERSION, ...reference, groups };
  try {
    const put = { TableName, Item, ConditionExpression: texts[0], ...attributes };
    await patiently(() => documents.send(new PutCommand(put)));
    return true;
  } catch (error) {
    if (isFailedCondition(error)) return false;
    throw error;
  }
}

/** @throws RangeError naming the field when the row is not what this version writes */
export async function readReference(
  table: TableClient,
  tenant: string,
  recommender: string,
): Promise<Reference | undefined> {
  const item = await readItem(table, tenantKey(tenant, 'REF', recommender));
  if (item === undefined) return undefined;
  const read = z.safeParse(referenceRowSchema, item);
  if (!read.success)
    throw new RangeError(
      `reference row requires valid ${read.error.issues.map(({ path }) => path.join('.')).join(', ')}`,
    );
  const { v: _version, groups, ...reference } = read.data;
  const entries = groups.map(({ value: group, ...sum }) => [group, sum] as const);
  return { ...reference, groups: Object.fromEntries(entries) };
}
