import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { DescribeTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../lib/domain/instant.ts';
import { replayLedger } from '../../lib/jobs/replay.ts';
import { restoreDrill } from '../../lib/jobs/restore-drill.ts';
import { sellerEraser } from '../../lib/store/erase.ts';
import { factsTable } from '../../lib/store/facts-table.ts';
import { ledgerTable } from '../../lib/store/ledger-table.ts';
import { outbox } from '../../lib/store/outbox.ts';
import { copyTable, dropTable } from '../../lib/store/table-copy.ts';
import { tableClient } from '../../lib/store/table-client.ts';
import { tableRows } from '../../lib/store/table-rows.ts';
import { trustOn } from '../bin/trust-on.ts';
import { withTables } from '../engine.ts';
import { everything, put, scan } from '../store/held.ts';
import { type AskedSeller, marketplace, NOW, RING, TENANT } from '../survey/marketplace.ts';

const LATER = addDays(NOW, 1);

/** A copy of yesterday, a seller erased before it, one erased after it, one who opted out after it, and others. */
describe('a restore drill', () => {
  const tables = withTables();
  const { ask, answer } = marketplace(tables);
  const names = () => ({ facts: tables().factsName, ledger: tables().ledgerName });
  const erase = (of: { facts: string; ledger: string }, sellerId: string) =>
    sellerEraser(tables().client, of, RING).erase(TENANT.id, sellerId, NOW);
  let [before, after, opted, other]: AskedSeller[] = [];

  beforeAll(async () => {
    [before, after, opted, other] = [await ask(), await ask(), await ask(), await ask()];
    await put(tables(), everything(RING, TENANT.id, 'full'));
    await erase(names(), before?.sellerId ?? '');
    await copyTable(tables().client, tables().factsName, 'yesterday');
    await erase(names(), after?.sellerId ?? '');
    await answer('POST', `/s/${opted?.token}/stop`, { form: {} });
  });

  /** On copies of its own: a drill leaves nothing as it was. */
  async function drill(change: (copy: string) => Promise<unknown> = async () => {}, replays = true) {
    const copy = { facts: 'facts-copy', ledger: 'ledger-copy' };
    const { client } = tables();
    await dropTable(client, copy.facts);
    await dropTable(client, copy.ledger);
    await copyTable(client, 'yesterday', copy.facts);
    await copyTable(client, tables().ledgerName, copy.ledger);
    await change(copy.facts);
    const parts = {
      facts: factsTable(client, copy.facts),
      ledger: ledgerTable(client, copy.ledger, RING),
      eraser: sellerEraser(client, copy, RING),
      outbox: outbox(client, copy.facts),
      now: LATER,
    };
    const none = { sellers: 0, erased: 0, optedOut: 0, setAside: 0 };
    return restoreDrill({
      table: tableRows(client, tables().factsName),
      copy: tableRows(client, copy.facts),
      replay: async (tenant) => (replays ? replayLedger(parts, tenant) : none),
      ledger: () => ledgerTable(client, tables().ledgerName, RING),
      settledAt: LATER,
    });
  }

  it('a copy has the keys, the index and every row', async () => {
    await copyTable(tables().client, 'yesterday', 'again');
    expect(await scan(tables(), 'again')).toEqual(await scan(tables(), 'yesterday'));
    const { Table } = await tables().client.send(new DescribeTableCommand({ TableName: 'again' }));
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(['touched']);
  });

  it('brings the copy up to the ledger, and finds every fact in it', async () => {
    const [facts, ledger] = [await scan(tables(), 'facts'), await scan(tables(), 'ledger')];
    const { replayed, kinds, passed, ...found } = await drill();
    expect(found).toEqual({ facts: expect.any(Number), lost: 0, erasedRows: 0, optedOut: 1, notHeld: 0 });
    expect(found.facts).toBeGreaterThan(5);
    expect(passed).toBe(true);
    expect(replayed).toEqual({ us: expect.objectContaining({ erased: 1, optedOut: 1 }) });
    const { contact, ...rest } = kinds;
    expect(contact).toMatchObject({ table: 3, copy: 3, both: 3 });
    for (const [kind, { table, copy, both, equal }] of Object.entries(rest))
      expect([kind, copy, both, kind === 'message to send' ? both : equal]).toEqual([
        kind,
        table,
        table,
        table,
      ]);
    expect(await scan(tables(), 'facts')).toEqual(facts); // what serves was only read
    expect(await scan(tables(), 'ledger')).toEqual(ledger);
    expect(JSON.stringify(await scan(tables(), 'facts-copy'))).not.toContain(`"${after?.sellerId}"`);
  });

  it('fails where nothing was replayed', async () => {
    const { passed, erasedRows, notHeld, lost } = await drill(async () => {}, false);
    expect({ passed, notHeld, lost }).toEqual({ passed: false, notHeld: 1, lost: 0 });
    expect(erasedRows).toBeGreaterThan(1); // hers of the shard, and her link
  });

  const rowOf = async (table: string, seller?: AskedSeller) => {
    const rows = await scan(tables(), table);
    return rows.find(({ sk }) => String(sk).startsWith(`${seller?.sellerId}#R#`)) ?? {};
  };
  it('fails for a round that the copy lost, and for a fact that it has otherwise', async () => {
    const { passed, lost } = await drill(async (copy) => {
      const { documents } = tableClient(tables().client, copy);
      const [first, second] = [await rowOf(copy, other), await rowOf(copy, opted)];
      await documents.send(new DeleteCommand({ TableName: copy, Key: { pk: first['pk'], sk: first['sk'] } }));
      const recommendation = { ...Object(second['recommendation']), value: 241 };
      await documents.send(new PutCommand({ TableName: copy, Item: { ...second, recommendation } }));
    });
    expect([passed, lost]).toEqual([false, 2]);
  });

  it('as a command: asks first, tells where a deployed table cannot be restored, and leaves no copy', async () => {
    const { code, stderr } = await trustOn(tables(), 'restore', 'drill');
    expect([code, stderr]).toEqual([2, expect.stringContaining('say --yes')]);
    const tried = await trustOn(tables(), 'restore', 'drill', '--yes');
    expect(tried.code).toBe(1);
    const { TableNames } = await tables().client.send(new ListTablesCommand({}));
    expect(TableNames?.filter((name) => name.includes('-drill-'))).toEqual([]);
  });
});
