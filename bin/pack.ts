import { build, type Metafile } from 'esbuild';
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `npm pack` puts into the package: the commands that need a file and nothing else, each with all it imports. */
const ALONE = ['analyze', 'simulate', 'plan'];

const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');

rmSync(DIST, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: ROOT,
  entryPoints: ['bin/trust.ts', 'bin/sellers-worker.ts', ...ALONE.map((name) => `bin/commands/${name}.ts`)],
  outbase: 'bin',
  outdir: DIST,
  bundle: true,
  splitting: true, // what two commands share is there once
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  legalComments: 'none', // the licences stand whole in one file
  metafile: true,
  logLevel: 'warning',
});
const command = join(DIST, 'trust.js');
writeFileSync(command, `#!/usr/bin/env node\n${readFileSync(command, 'utf8')}`);
chmodSync(command, 0o755);
writeFileSync(join(DIST, 'third-party-licenses.txt'), licences(metafile));

/** Name, version and licence of every package the bundle has code of; a text that several share stands there once. */
function licences({ inputs }: Metafile): string {
  const folders = Object.keys(inputs).map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  const namesOf = new Map<string, string[]>();
  for (const folder of [...new Set(folders)].filter((each) => each !== undefined).sort()) {
    const { name, text } = licenceOf(join(ROOT, folder));
    namesOf.set(text, [...(namesOf.get(text) ?? []), name]);
  }
  return [...namesOf].map(([text, names]) => [...names, '', text, ''].join('\n')).join(`${'-'.repeat(80)}\n`);
}

/** @throws RangeError for a package that comes without one */
function licenceOf(folder: string): { name: string; text: string } {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)(\.|$)/i.test(file));
  if (files.length === 0 && license === undefined) throw new RangeError(`${name} names no licence`);
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return { name: `${name} ${version} (${license})`, text: texts.join('\n\n') };
}
