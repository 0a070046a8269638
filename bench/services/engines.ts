import { startEngine } from '../../lib/local/engine.ts';
import { createTables, type Tables } from '../../test/tables.ts';

const one = async (): Promise<Tables> => createTables(await startEngine());

/** Equal engines, each in a process of its own with the two tables: one for ours, one for the baseline, one for what is written down.
 *  @returns words where the engine here would run in this process and so count as ours */
export async function engines(): Promise<readonly [Tables, Tables, Tables] | string> {
  const [ours, bare, written] = [await one(), await one(), await one()];
  const all = [ours, bare, written] as const;
  if (all.every(({ engine }) => engine.pid !== undefined)) return all;
  await stopAll(all);
  return 'not here: takes the dynoxide engine, a process of its own';
}

export async function stopAll(all: readonly Tables[]): Promise<void> {
  for (const { client, engine } of all) {
    client.destroy();
    await engine.stop();
  }
}
