import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import type { Engine } from '../../lib/local/running-engine.ts';
import { createTables, type Tables } from '../../test/tables.ts';

/** Empty tables in one engine, one pair after the other; those before are gone. */
export function freshTables(engine: Engine): () => Promise<Tables> {
  let before: Tables | undefined;
  return async () => {
    for (const TableName of before === undefined ? [] : [before.factsName, before.ledgerName])
      await before?.client.send(new DeleteTableCommand({ TableName }));
    before?.client.destroy();
    before = await createTables(engine);
    return before;
  };
}
