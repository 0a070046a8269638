import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../lib/infra/function.ts';
import { synthesise } from './synthesise.ts';
import { templateSchema, toKeep } from './upgrade.ts';

/** Keeps of the templates of the version in package.json what later versions are held against:
 *  `npx tsx test/infra/keep-release.ts`, once a release. */
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const { data, app } = synthesise('prod');
const file = join(import.meta.dirname, 'released', `${version}.json`);
const templates = { data: keep(data.toJSON()), app: keep(app.toJSON()) };
writeFileSync(file, `${JSON.stringify(templates, null, 1)}\n`);
console.log(`kept in ${file}`);

/** What an upgrade is held against, and what one stack lends the other. */
function keep(json: unknown) {
  const template = templateSchema.parse(json);
  return { Resources: toKeep(template), Outputs: template.Outputs ?? {} };
}
