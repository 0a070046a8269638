import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { finished, startExecution } from '../../bin/execution.ts';
import { stageClients } from '../../bin/stage-clients.ts';
import { synthesise } from '../../bin/synthesis.ts';
import { toInstant } from '../../lib/domain/instant.ts';
import { startEngine } from '../../lib/local/engine.ts';
import { startStage } from '../../lib/local/stage.ts';

export type WholeStage = Awaited<ReturnType<typeof startWholeStage>>;

/** The stage that `npm start` runs, bundled functions and all, empty and in a folder that ends with it. */
export async function startWholeStage() {
  const directory = mkdtempSync(join(tmpdir(), 'seller-trust-'));
  const lines: string[] = [];
  const [assembly, engine] = await Promise.all([synthesise('local', directory), startEngine()]);
  fitFewRowsAtOnce(assembly);
  const log = (line: string) => void lines.push(line);
  const stage = await startStage({ assembly, directory, engine: engine.endpoint, log });
  const clients = stageClients(stage);
  const tables = {
    client: clients.tables,
    engine,
    factsName: stage.outputs['FactsTable'] ?? '',
    ledgerName: stage.outputs['LedgerTable'] ?? '',
  };
  return {
    stage,
    clients,
    tables,
    directory,
    assembly,
    lines, // what the stage itself told
    /** The deployed function whose logical id begins so. */
    fn(name: string) {
      const found = stage.functions.find(({ id }) => id.startsWith(name));
      if (found === undefined) throw new RangeError(`no function ${name}`);
      return found;
    },
    /** Runs a state machine for the tenant to its end. */
    async run(machine: string, more: Readonly<Record<string, string>> = {}) {
      const at = toInstant(Date.now());
      const arn = await startExecution(clients.machines, stage.outputs[machine] ?? '', 'us', at, more);
      return finished(clients.machines, arn, 50);
    },
    async stop() {
      await stage.stop();
      await engine.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** So that its runs pass over all sellers, few as they are: functions that a small marketplace never calls. */
function fitFewRowsAtOnce(assembly: string): void {
  for (const { parentPath, name } of readdirSync(assembly, { recursive: true, withFileTypes: true })) {
    if (!name.endsWith('.template.json')) continue;
    const file = join(parentPath, name);
    const template = readFileSync(file, 'utf8');
    writeFileSync(file, template.replaceAll(/(\\"rowsAtOnce\\":)\d+/g, '$120'));
  }
}

/** Every file under a folder as text, unpacked, by its path within. */
export function textsUnder(folder: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
    texts.set(path.slice(folder.length + 1), (packed ? gunzipSync(bytes) : bytes).toString('utf8'));
  }
  return texts;
}
