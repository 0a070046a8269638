import { App } from 'aws-cdk-lib';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/infra/function.ts';
import { parseSettings } from '../lib/infra/settings.ts';
import { SellerTrust } from '../lib/infra/stage.ts';

const app = new App();
const stage = String(app.node.tryGetContext('stage') ?? 'dev');
const known = readdirSync(join(ROOT, 'config')).map((file) => file.replace(/\.json$/, ''));
if (!known.includes(stage)) {
  throw new RangeError(`-c stage=${stage} has no config/${stage}.json; use ${known.join(', ')}`);
}
const file = `config/${stage}.json`;
export const environment = new SellerTrust(app, stage, {
  settings: parseSettings(file, readFileSync(join(ROOT, file), 'utf8')),
});
