import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { live } from '../../bench/scale/life.ts';
import { each, metered } from '../../bench/scale/meter.ts';
import { MEASURED, RUN, STORED, UNITS } from '../../lib/cost/units.ts';
import { withTables } from '../engine.ts';

const COUNTS = 'another engine than dynoxide: it reports no units of its index';

const Item = (touchedAt: string): Record<string, AttributeValue> => {
  return { pk: { S: 'a' }, sk: { S: 'b' }, touchedAt: { S: touchedAt }, more: { S: 'x'.repeat(1500) } };
};

describe('the units the engine reports', () => {
  const tables = withTables();

  it("are those of DynamoDB's rules: by 1 KB written, by 4 KB read, twice in a transaction, the index beside", async (ctx) => {
    if (tables().engine.name !== 'dynoxide') return void ctx.skip(COUNTS);
    const { client, of } = metered(tables().engine);
    const TableName = tables().factsName;
    const Key = { pk: { S: 'a' }, sk: { S: 'b' } };
    const sent = async (send: () => Promise<unknown>) => {
      const { all } = await of(async () => (await send(), 1));
      return [all.requests, all.reads, all.writes];
    };
    const put = (at: string) => sent(() => client.send(new PutItemCommand({ TableName, Item: Item(at) })));
    expect(await put('2026')).toEqual([1, 0, 3]);
    expect(await put('2026')).toEqual([1, 0, 2]);
    expect(await put('2027')).toEqual([1, 0, 4]);
    const TransactItems = [{ Put: { TableName, Item: Item('2028') } }];
    expect(await sent(() => client.send(new TransactWriteItemsCommand({ TransactItems })))).toEqual([
      1, 0, 6,
    ]);
    expect(
      await sent(() => client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))),
    ).toEqual([1, 1, 0]);
    const query = {
      TableName,
      KeyConditionExpression: 'pk = :a',
      ExpressionAttributeValues: { ':a': { S: 'a' } },
    };
    expect(await sent(() => client.send(new QueryCommand(query)))).toEqual([1, 0.5, 0]);
    expect(await sent(() => client.send(new DeleteItemCommand({ TableName, Key })))).toEqual([1, 0, 3]);
    client.destroy();
  });
});

describe('the life of a round', () => {
  const tables = withTables();

  it('uses what units.ts says, within a tenth', async (ctx) => {
    if (tables().engine.name !== 'dynoxide') return void ctx.skip(COUNTS);
    const life = await live(tables(), MEASURED);
    const found = new Map([...life.used].map(([name, use]) => [name, each(use)]));
    expect([...found.keys()].sort()).toEqual(Object.keys(UNITS).sort());
    for (const [name, unit] of Object.entries(UNITS))
      for (const good of ['requests', 'reads', 'writes', 'bytes'] as const)
        expect({ name, good, within: near(found.get(name)?.[good], unit[good]) }).toMatchObject({
          within: true,
        });
    for (const [kind, bytes] of Object.entries(STORED)) {
      const { count = 0, bytes: all = 0 } = life.stored.get(kind) ?? {};
      expect({ kind, within: near(all / count, bytes) }).toMatchObject({ within: true });
    }
    // few rows compress worse than many
    expect(life.snapshot.bytes / life.snapshot.rows).toBeLessThan(2 * RUN.snapshot.bytesRow);
  });
});

/** Further away: `npx tsx bench/scale.ts units` prints them anew. */
function near(found: number | undefined, said: number): boolean {
  return found !== undefined && Math.abs(found - said) <= 0.1 * said;
}
