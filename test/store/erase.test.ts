import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { parseKeyRing } from '../../lib/link/key-ring.ts';
import { keyedHash } from '../../lib/link/keyed-hash.ts';
import { invitationId, mintToken } from '../../lib/link/token.ts';
import { sellerEraser } from '../../lib/store/erase.ts';
import { linkKey } from '../../lib/store/key.ts';
import { readRow } from '../../lib/store/stored-row.ts';
import { withTables } from '../engine.ts';
import { minute } from './builders.ts';
import { interruptedClient } from './interrupted-client.ts';
import { everything, put, scan } from './held.ts';

const RING = parseKeyRing(JSON.stringify({ current: 1, 1: 'k'.repeat(64) }));
const ROWS = { link: 3, outbox: 3, message: 1, quarterly: 1, round: 2, contact: 1, seller: 1 };

describe('erasing a seller from the tables', () => {
  const tables = withTables();
  const eraser = (client: DynamoDBClient = tables().client) =>
    sellerEraser(client, { facts: tables().factsName, ledger: tables().ledgerName }, RING);
  const facts = () => scan(tables(), tables().factsName);
  const hers = async (tenant: string) =>
    (await facts()).filter(({ pk }) => String(pk).startsWith(`${tenant}#`));

  it('the rows of the test are rows', () => {
    const shard = everything(RING, 'us', 's1').filter(({ pk }) => /^us#\d{4}$/.test(String(pk)));
    expect(shard.map((item) => readRow('us', item).kind).toSorted()).toEqual([
      'contact',
      'message',
      'quarterly',
      'round',
      'round',
      'seller',
    ]);
  });

  it('leaves nothing of hers, and everything of everybody else', async () => {
    await put(tables(), [...everything(RING, 't1', 's1'), ...everything(RING, 't1', 's1-2')]);
    await put(tables(), everything(RING, 't2', 's1'));
    const kept = (await facts()).filter(
      ({ pk, sk, sellerId }) =>
        String(pk).startsWith('t2#') || sellerId === 's1-2' || String(sk).startsWith('s1-2#'),
    );
    await eraser().erase('t1', 's1', minute(20));
    expect(await facts()).toEqual(kept);
    expect(kept).toHaveLength(24);
  });

  it('counts what it deleted, and tells the same again', async () => {
    await put(tables(), everything(RING, 't3', 's1'));
    const first = await eraser().erase('t3', 's1', minute(20));
    expect(first).toEqual({
      hash: keyedHash(RING, 't3', 's1'),
      requestedAt: minute(20),
      rowsGoneAt: minute(20),
      rows: ROWS,
      later: {},
      files: {},
    });
    expect(await eraser().erase('t3', 's1', minute(30))).toEqual(first);
  });

  it('also deletes rows that this version does not know', async () => {
    const [seller = {}] = everything(RING, 't4', 's1');
    await put(tables(), [{ ...seller, sk: 's1#Z#9', v: 7 }]);
    expect((await eraser().erase('t4', 's1', minute(20))).rows).toEqual({ other: 1 });
    expect(await hers('t4')).toEqual([]);
  });

  it('deletes more rows than a transaction takes', async () => {
    const [seller = {}] = everything(RING, 't5', 's1');
    await put(
      tables(),
      Array.from({ length: 230 }, (_, n) => ({ pk: seller['pk'], sk: `s1#R#r${n}`, v: 1 })),
    );
    expect((await eraser().erase('t5', 's1', minute(20))).rows).toEqual({ round: 230 });
    expect(await hers('t5')).toEqual([]);
  });

  it('enters the ledger first, and finishes whatever write it is interrupted at, counting once', async () => {
    const calm = await writesOf('t6', Infinity);
    expect(calm.writes).toBeGreaterThan(3);
    for (let write = 1; write <= calm.writes; write += 1)
      for (const when of ['before', 'after'] as const) {
        const tenant = `t6-${write}-${when}`;
        await put(tables(), everything(RING, tenant, 's1'));
        const broken = interruptedClient(tables(), { write, when });
        await expect(eraser(broken.client).erase(tenant, 's1', minute(20))).rejects.toThrow('interrupted');
        const left = await hers(tenant);
        const entered = await eraser().erasures.find(tenant, 's1');
        expect(left.length === 12 || entered !== undefined).toBe(true);
        const done = await eraser().erase(tenant, 's1', minute(25));
        expect({ ...done.rows, ...done.later }).toEqual(ROWS);
        expect(await hers(tenant)).toEqual([]);
      }
  }, 60_000);

  it('several at once count every row once', async () => {
    await put(tables(), everything(RING, 't7', 's1'));
    await Promise.all(Array.from({ length: 8 }, () => eraser().erase('t7', 's1', minute(20))));
    const told = await eraser().erasures.find('t7', 's1');
    expect({ ...told?.rows, ...told?.later }).toEqual(ROWS);
    expect(await hers('t7')).toEqual([]);
  });

  it('a link that is issued while she is erased goes as well', async () => {
    const rows = everything(RING, 't8', 's1');
    const round = rows.find(({ sk }) => sk === 's1#R#r1');
    const link = rows.find(({ sk }) => sk === 'LINK');
    const issued = mintToken(RING, { id: 't8', number: 1 }, invitationId('t8', 's1', 'r1', 'w1'), 3).linkHash;
    const reissued = [
      { ...round, invitation: { ...Object(round?.['invitation']), issueNo: 3, linkHash: issued } },
      { ...link, ...linkKey('t8', issued) },
    ];
    await put(tables(), rows);
    // the third write deletes what was read before the link was issued
    const changing = interruptedClient(tables(), { write: 3, when: 'before' }, () => put(tables(), reissued));
    const { rows: counts } = await eraser(changing.client).erase('t8', 's1', minute(20));
    expect(await hers('t8')).toEqual([]);
    expect(counts).toEqual({ ...ROWS, link: 4 });
  });

  it('what comes back is erased again and counted apart', async () => {
    await put(tables(), everything(RING, 't9', 's1'));
    await eraser().erase('t9', 's1', minute(20));
    await put(tables(), everything(RING, 't9', 's1'));
    const again = await eraser().erase('t9', 's1', minute(40));
    expect(again).toMatchObject({ requestedAt: minute(20), rows: ROWS, later: ROWS });
  });

  it('is known under the key it was entered with after a rotation', async () => {
    await put(tables(), everything(RING, 't10', 's1'));
    const { hash } = await eraser().erase('t10', 's1', minute(20));
    const rotated = parseKeyRing(
      JSON.stringify({ current: 2, retired: [1], 1: 'k'.repeat(64), 2: 'n'.repeat(64) }),
    );
    const names = { facts: tables().factsName, ledger: tables().ledgerName };
    const later = sellerEraser(tables().client, names, rotated);
    expect((await later.erase('t10', 's1', minute(50))).hash).toBe(hash);
  });

  async function writesOf(tenant: string, write: number) {
    await put(tables(), everything(RING, tenant, 's1'));
    const counting = interruptedClient(tables(), { write, when: 'before' });
    await eraser(counting.client).erase(tenant, 's1', minute(20));
    return { writes: counting.writes() };
  }
});
