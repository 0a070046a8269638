import { expect, test } from 'vitest';
import { factsTable } from '../../lib/store/facts-table.ts';
import { withTables } from '../engine.ts';
import { clientOf } from '../tables.ts';
import { marketplace } from './marketplace.ts';

const tables = withTables();
const { ask, askQuarterly, answer } = marketplace(tables);

test('the page of a question reads rows by their keys, however long a history is; the ledger reads it all', async () => {
  const commands: string[] = [];
  const client = clientOf(tables().engine);
  const count = { step: 'initialize' } as const;
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => (commands.push(commandName), next(args)),
    count,
  );
  const facts = factsTable(client, tables().factsName);
  for (const { token } of [await ask(), await ask({ arm: 'show' }), await askQuarterly()]) {
    commands.length = 0;
    expect((await answer('GET', `/s/${token}`, { facts })).status).toBe(200);
    expect(commands).toEqual(['GetItemCommand', 'GetItemCommand', 'GetItemCommand']);
    await answer('GET', `/s/${token}/history`, { facts });
    expect(commands).toContain('QueryCommand');
  }
});
