import { afterAll, beforeAll } from 'vitest';
import { startEngine, type EngineOptions } from '../lib/local/engine.ts';
import { createTables, type Tables } from './tables.ts';

/** Starts an engine (in memory unless told otherwise) before the tests of a file or describe block and ends it after
 *  them. Call the result inside a test: `const tables = withTables(); ... tables().client`. */
export function withTables(options: EngineOptions = {}): () => Tables {
  let tables: Tables | undefined;
  beforeAll(async () => {
    tables = await createTables(await startEngine(options));
  });
  afterAll(async () => {
    tables?.client.destroy();
    await tables?.engine.stop();
  });
  return () => {
    if (tables === undefined) throw new RangeError('withTables requires a running test');
    return tables;
  };
}
