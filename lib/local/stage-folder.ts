import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What a stage keeps in its folder: its data. */
export const DATA = [
  'dynamodb.sqlite',
  'dynamodb.sqlite-wal',
  'dynamodb.sqlite-shm',
  'dynamodb.level',
  'files',
  'executions',
  'logs',
  'mail',
  'events',
  'queues',
  'secrets.json',
  'seeded.json',
] as const;
/** And where it ran. */
const OWN = ['cdk.out', 'ports.json', 'stage.json'] as const;

/** What a folder holds of a stage. */
export function stageEntries(directory: string): string[] {
  return [...DATA, ...OWN].filter((name) => existsSync(join(directory, name)));
}

/** Deletes only what a stage puts there, and the folder where nothing else is in it.
 *  @returns what is left in it */
export function removeStage(directory: string): string[] {
  for (const name of stageEntries(directory)) rmSync(join(directory, name), { recursive: true, force: true });
  const others = readdirSync(directory);
  if (others.length === 0) rmdirSync(directory);
  return others;
}
