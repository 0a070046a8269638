import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { stageClients } from '../../../bin/stage-clients.ts';
import { synthesise } from '../../../bin/synthesis.ts';
import { toInstant } from '../../../lib/domain/instant.ts';
import { startStage } from '../../../lib/local/stage.ts';
import { factsTable } from '../../../lib/store/facts-table.ts';
import { keyRingSecret } from '../../../lib/store/key-ring-secret.ts';
import { ledgerTable } from '../../../lib/store/ledger-table.ts';
import { outbox } from '../../../lib/store/outbox.ts';
import type { Chance } from '../chance.ts';
import { count } from '../witness.ts';
import { functionProcesses } from './children.ts';
import { engineGate } from './engine-gate.ts';

export type FaultyStage = Awaited<ReturnType<typeof startFaultyStage>>;

/** The stage that `npm start` runs, its functions bundled, its engine persistent and mortal. */
export async function startFaultyStage() {
  const directory = mkdtempSync(join(tmpdir(), 'seller-trust-faults-'));
  const [assembly, gate] = await Promise.all([
    synthesise('local', directory),
    engineGate(join(directory, 'engine', 'tables')),
  ]);
  const { engine } = gate;
  const stage = await startStage({ assembly, directory, engine: engine.endpoint, log: () => undefined });
  const clients = stageClients(stage);
  const names = { facts: stage.outputs['FactsTable'] ?? '', ledger: stage.outputs['LedgerTable'] ?? '' };
  const ring = await keyRingSecret(clients.secrets, stage.outputs['LinkSecret'] ?? '')(toInstant(Date.now()));
  const kills = new Map<string, number>();
  return {
    stage,
    clients,
    directory,
    tables: { client: clients.tables, engine, factsName: names.facts, ledgerName: names.ledger },
    plain: {
      facts: factsTable(clients.tables, names.facts),
      ledger: ledgerTable(clients.tables, names.ledger, ring),
      outbox: outbox(clients.tables, names.facts),
    },
    kills,
    /** The deployed function whose logical id begins so. */
    fn(name: string) {
      const found = stage.functions.find(({ id }) => new RegExp(`^${name}[0-9A-F]{8}$`).test(id));
      if (found === undefined)
        throw new RangeError(`no function ${name}: ${stage.functions.map(({ id }) => id).join(', ')}`);
      return found;
    },
    /** Kills one of the functions' processes that are there just now. */
    killFunction(by: Chance): void {
      const pids = functionProcesses();
      if (pids.length === 0) return;
      process.kill(by.pick(pids), 'SIGKILL');
      count(kills, 'functions');
    },
    async killEngine(): Promise<void> {
      await gate.kill();
      count(kills, 'engine');
    },
    async stop() {
      await stage.stop();
      await wait(50);
      await engine.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
