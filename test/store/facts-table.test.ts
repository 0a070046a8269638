import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from 'vitest';
import { enginesPresent } from '../../lib/local/engine.ts';
import { withTables } from '../engine.ts';
import { factsContract } from './facts-contract.ts';

/** The same promises on every engine there is, in memory and on disk. */
const folder = mkdtempSync(join(tmpdir(), 'facts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(enginesPresent())('the facts table on %s', (name) => {
  describe('in memory', () => {
    factsContract(withTables({ name }));
  });
  describe.runIf(name !== 'external')('on disk', () => {
    factsContract(withTables({ name, path: join(folder, name) }));
  });
});
