import { buildSync } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './function.ts';

/** The functions whose code decides a run's numbers. */
const DECIDING = ['snapshot-shard', 'fit', 'estimate-shard', 'summarise'];

/** Names the code that draws a report from a run's numbers: the page's words do not start a new run. */
export const reportVersion = (): string => versionOf(['publish']);

/** Names the code behind a run: 16 hex digits of SHA-256 over the minified analysis functions and the lock file. Comments,
 *  formatting and the survey page do not change it; a dependency does. Needs no git. */
export const codeVersion = (): string => versionOf(DECIDING);

function versionOf(names: readonly string[]): string {
  const { outputFiles } = buildSync({
    entryPoints: names.map((name) => join(ROOT, 'lambdas', `${name}.ts`)),
    absWorkingDir: ROOT,
    outdir: ROOT, // nothing is written
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  });
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  for (const { contents } of outputFiles) hash.update(contents);
  return hash.digest('hex').slice(0, 16);
}
