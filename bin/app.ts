import { App } from 'aws-cdk-lib';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/infra/function.ts';
import type { Settings } from '../lib/infra/settings.ts';
import { SellerTrust } from '../lib/infra/stage.ts';
import { UsageError } from './command.ts';
import { readSettings } from './settings.ts';

const app = new App();
refuseUnknown(Object.keys(app.node.getAllContext()));
const stage = String(app.node.tryGetContext('stage') ?? 'dev');
export const environment = new SellerTrust(app, stage, { settings: settingsOf(stage) });

/** The settings of a stage. What is wrong with them is told in plain words, without a stack: a person has to mend it. */
function settingsOf(name: string): Settings {
  try {
    const known = readdirSync(join(ROOT, 'config')).map((file) => file.replace(/\.json$/, ''));
    if (known.includes(name)) return readSettings(name);
    throw new UsageError(`-c stage=${name} has no config/${name}.json; use ${known.join(', ')}`);
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    refuse(cause.message);
  }
}

/** `-c stge=prod` would deploy dev. Keys with a colon or a slash are the CDK's own. */
function refuseUnknown(keys: readonly string[]): void {
  const unknown = keys.find((key) => key !== 'stage' && /^[\w-]+$/.test(key));
  if (unknown !== undefined)
    refuse(`-c ${unknown}=… is not known; use -c stage=…, and config/<stage>.json for everything else`);
}

function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}
