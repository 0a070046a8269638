import { paginateScan, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { TABLE } from '../../lib/store/table.ts';
import type { Tables } from '../../test/tables.ts';

const OVERHEAD = 100; // bytes that DynamoDB adds to each item and index entry it bills the storage of

export interface Stored {
  readonly count: number;
  readonly bytes: number; // in all, index and overhead included
}

/** What the facts hold, by kind of row, in the bytes that DynamoDB bills. */
export async function stored({ client, factsName }: Tables): Promise<ReadonlyMap<string, Stored>> {
  const found = new Map<string, Stored>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName: factsName }))
    for (const item of Items) {
      const kind = kindOf(item['pk']?.S ?? '', item['sk']?.S ?? '');
      const { count, bytes } = found.get(kind) ?? { count: 0, bytes: 0 };
      found.set(kind, { count: count + 1, bytes: bytes + itemSize(item) + OVERHEAD + indexed(item) });
    }
  return found;
}

function indexed(item: Readonly<Record<string, AttributeValue>>): number {
  if (item[TABLE.touchedAt] === undefined) return 0;
  const names = [TABLE.partitionKey, TABLE.sortKey, TABLE.touchedAt];
  return names.reduce((sum, name) => sum + name.length + (item[name]?.S?.length ?? 0), OVERHEAD);
}

const KINDS: Readonly<Record<string, string>> = { R: 'round', S: 'seller', C: 'contact' };
function kindOf(pk: string, sk: string): string {
  const [, what = ''] = pk.split('#');
  return /^\d{4}$/.test(what) ? (KINDS[sk.split('#')[1] ?? ''] ?? 'other') : what.toLowerCase();
}

const itemSize = (item: Readonly<Record<string, AttributeValue>>): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOf(value), 0);

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
function sizeOf(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.replaceAll(/^-?0*\.?0*|[-.]/g, '').length / 2) + 1;
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.L !== undefined) return 3 + value.L.reduce((sum, one) => sum + 1 + sizeOf(one), 0);
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemSize(value.M);
  throw new RangeError('an attribute of a kind that the facts table does not hold');
}
