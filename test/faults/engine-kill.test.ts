import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineGate } from '../../bench/faults/stage/engine-gate.ts';
import { findDynoxide } from '../../lib/local/dynoxide-engine.ts';
import { factsTable } from '../../lib/store/facts-table.ts';
import { facts as roundFacts, minute } from '../store/builders.ts';
import { createTables } from '../tables.ts';

/** The engine is killed in the middle of writes, twice, and starts again on its files. */
const missing = findDynoxide() === undefined ? 'no engine in a process of its own' : undefined;
if (missing !== undefined) console.log(`engine kill: skipped, ${missing}`);

const SENDERS = 4;
const ROUNDS = 120;

describe.skipIf(missing !== undefined)('kill -9 of the engine', () => {
  it('loses nothing that was acknowledged, and what was not is taken when it comes again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'seller-trust-engine-'));
    const gate = await engineGate(join(folder, 'tables'));
    const { client, factsName } = await createTables(gate.engine);
    const table = factsTable(client, factsName);
    const rounds = Array.from({ length: ROUNDS }, (_, n) => roundFacts({ recommendationId: `r${n}` }));
    const left = [...rounds];
    let acknowledged = 0;
    let killing = Promise.resolve();
    const sender = async () => {
      for (let round = left.pop(); round !== undefined; round = left.pop()) {
        const one = round;
        const taken = await table.importRounds('killed', [one], minute(1)).then(
          () => true,
          () => false,
        );
        if (!taken) {
          left.unshift(one);
          continue;
        }
        const read = await table.readRound('killed', 's1', one.recommendationId).catch(() => 'gone just now');
        expect(read).toBeDefined();
        acknowledged += 1;
        if (acknowledged % 40 === 0 && acknowledged < ROUNDS) killing = killing.then(() => gate.kill());
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, sender));
    await killing;
    expect(acknowledged).toBe(ROUNDS);
    for (const { recommendationId } of rounds)
      expect(await table.readRound('killed', 's1', recommendationId)).toBeDefined();
    client.destroy();
    await gate.engine.stop();
    rmSync(folder, { recursive: true, force: true });
  });
});
