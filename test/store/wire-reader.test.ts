import * as fc from 'fast-check';
import * as z from 'zod/mini';
import { describe, expect, test } from 'vitest';
import { parseKeyRing } from '../../lib/link/key-ring.ts';
import { readRow } from '../../lib/store/stored-row.ts';
import { wirePages, type WireAttributes } from '../../lib/store/wire-page.ts';
import { wireReader } from '../../lib/store/wire-reader.ts';
import { WireRow } from '../../lib/store/wire-row.ts';
import { withTables } from '../engine.ts';
import { everything, put, type Item } from './held.ts';

const ring = parseKeyRing(JSON.stringify({ current: 1, 1: 'k'.repeat(64) }));
const ROWS = everything(ring, 'shop', 's1').filter(({ sk }) => String(sk).startsWith('s1#'));

/** As DynamoDB writes an item. */
const wireOf = (item: Item): Record<string, unknown> =>
  Object.fromEntries(Object.entries(item).map(([name, each]) => [name, attribute(each)]));

function attribute(value: unknown): unknown {
  if (value === null) return { NULL: true };
  if (Array.isArray(value)) return { L: value.map(attribute) };
  if (typeof value === 'object') return { M: wireOf({ ...value }) };
  if (typeof value === 'boolean') return { BOOL: value };
  return typeof value === 'number' ? { N: String(value) } : { S: value };
}

/** The row, or what is said against it. */
function said(read: () => unknown): unknown {
  try {
    return JSON.stringify(read());
  } catch (error) {
    return String(error);
  }
}

const anything = fc.oneof(
  fc.constantFrom<unknown>(null, true, '', 'elicit', '2026-02-31T00:00:00.000Z', '2026-03-01T09:00:00+01:00'),
  fc.constantFrom<unknown>(0, 1.5, -0, 2 ** 53, 1e300, [], ['a', 1], {}, { at: 'x' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string(),
);

/** The same with one value, however deep, in the place of another or gone. */
function changed(value: unknown, path: readonly number[], by: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined || typeof value !== 'object' || value === null) return by;
  const entries = Object.entries(value);
  const at = first % (entries.length + 1);
  if (at === entries.length && by === undefined) return value;
  if (at === entries.length) return Array.isArray(value) ? [...value, by] : { ...value, 'exposure:p@d': by };
  const next = entries.flatMap(([name, each], index) => {
    if (index !== at || name === 'pk' || name === 'sk') return [[name, each]];
    const other = changed(each, rest, by);
    return other === undefined ? [] : [[name, other]];
  });
  return Array.isArray(value) ? next.map(([, each]) => each) : Object.fromEntries(next);
}

describe('a row read from the wire', () => {
  test('is the row read from its values, and what is wrong with it is told in the same words', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ROWS),
        fc.array(fc.nat(40), { minLength: 1, maxLength: 4 }),
        fc.oneof(anything, fc.constant(undefined)),
        (row, path, by) => {
          const item = z.record(z.string(), z.unknown()).parse(changed(row, path, by));
          expect(said(() => readRow('shop', new WireRow(wireOf(item))))).toBe(
            said(() => readRow('shop', inRange(item))),
          );
        },
      ),
      { seed: 8, numRuns: 1500 },
    );
  });

  test('is read whole, each kind with every attribute it knows', () => {
    expect(ROWS).toHaveLength(6);
    for (const row of ROWS) expect(readRow('shop', new WireRow(wireOf(row)))).toEqual(readRow('shop', row));
  });

  test('is refused for a schema that checks more than a row does', () => {
    expect(() => wireReader(z.object({ text: z.string().check(z.minLength(2)) }))).toThrow('without checks');
    expect(() => wireReader(z.union([z.string(), z.number()]))).toThrow('without union');
  });
});

/** Whole numbers beyond the safe ones come as `bigint`, which rows refuse. */
function inRange(item: Item): Item {
  return z
    .record(z.string(), z.unknown())
    .parse(
      JSON.parse(JSON.stringify(item), (_name, value: unknown) =>
        typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER
          ? BigInt(Math.trunc(value))
          : value,
      ),
    );
}

const query = (name: string) => ({
  TableName: name,
  Limit: 4,
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': { S: String(ROWS[0]?.['pk']) } },
});

describe('pages over the wire', () => {
  const tables = withTables();

  test('give every row in the order of sort keys', async () => {
    await put(tables(), ROWS);
    const pages: (readonly WireAttributes[])[] = [];
    for await (const page of wirePages(tables().client, query(tables().factsName))) pages.push(page);
    expect(pages[0]).toHaveLength(4);
    const rows = pages.flat().map((each) => new WireRow(each).plain());
    expect(rows).toEqual(ROWS.toSorted((a, b) => (String(a['sk']) < String(b['sk']) ? -1 : 1)));
  });

  test('throw what the table answers', async () => {
    const pages = wirePages(tables().client, query('no-such-table'));
    await expect(pages.next()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
