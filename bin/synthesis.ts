import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './command.ts';

const ROOT = join(import.meta.dirname, '..');
/** What the cloud assembly is made from. */
const SOURCES = [
  'bin/app.ts',
  'bin/settings.ts',
  'cdk.json',
  'config',
  'lambdas',
  'lib',
  'package-lock.json',
];

/** The cloud assembly of a stage under `<directory>/cdk.out`, synthesised only if a source has changed since. The CDK
 *  app runs in a process of its own, as under the CDK's command line: the same door, and its 200 MB are given back.
 *  @throws Failure with the app's own words */
export async function synthesise(stage: string, directory: string): Promise<string> {
  const folder = join(directory, 'cdk.out');
  const name = `${stage}-${sourcesHash()}`;
  const done = join(folder, name);
  if (existsSync(join(done, 'manifest.json'))) return done;
  const making = join(folder, `${name}.${process.pid}.part`);
  rmSync(folder, { recursive: true, force: true });
  await runApp(stage, making);
  renameSync(making, done);
  return done;
}

/** As the CDK's command line calls an app: where to write and the context come by environment variable. The template's
 *  validation (3.5 s) is `cdk synth`'s business. */
function runApp(stage: string, outdir: string): Promise<void> {
  const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, stage }),
      CDK_VALIDATION: 'false',
    },
  });
  const words: Buffer[] = [];
  child.stderr.on('data', (chunk) => words.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0
        ? resolve()
        : reject(new Failure(`the CDK app failed\n${Buffer.concat(words).toString('utf8')}`)),
    );
  });
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesUnder).sort())
    hash.update(file).update(readFileSync(join(ROOT, file)));
  return hash.digest('hex').slice(0, 16);
}

function filesUnder(path: string): string[] {
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(join(ROOT, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
}
