import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tenant } from '../lib/domain/tenant.ts';
import { parseSettings, type Settings } from '../lib/infra/settings.ts';
import { UsageError } from './command.ts';

/** The settings in `config/<name>.json`.
 *  @throws UsageError in plain words: the file cannot be read, or which key of it is wrong */
export function readSettings(name: string): Settings {
  const file = `config/${name}.json`;
  const text = textOf(file);
  try {
    return parseSettings(file, text);
  } catch (cause) {
    throw new UsageError(cause instanceof SyntaxError ? `${file}: ${cause.message}` : messageOf(cause));
  }
}

/** The settings a stage was deployed with, where nobody names them: those of `npm start` for the local one. */
export function configOf(values: {
  readonly config?: string | undefined;
  readonly 'stage-outputs'?: string | undefined;
}): string {
  return values.config ?? (values['stage-outputs'] === undefined ? 'local' : 'dev');
}

/** A marketplace by its id, as the settings have it.
 *  @throws UsageError naming those there are */
export function tenantOf(id: string, config: string): Tenant {
  const { tenants } = readSettings(config);
  const tenant = tenants.find((each) => each.id === id);
  if (tenant) return tenant;
  const known = tenants.map((each) => each.id).join(', ');
  throw new UsageError(`--tenant ${id} is not in config/${config}.json; use ${known}`);
}

function textOf(file: string): string {
  try {
    return readFileSync(join(import.meta.dirname, '..', file), 'utf8');
  } catch {
    throw new UsageError(`${file} cannot be read; is the name right?`);
  }
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
