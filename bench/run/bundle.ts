import { build, type BuildOptions } from 'esbuild';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const REQUIRE =
  "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);";
const NEVER_ASKED = ['sso', 'ini', 'process', 'web-identity'].map(
  (way) => `@aws-sdk/credential-provider-${way}`,
);

/** As lib/infra/function.ts has the functions bundled. */
const AS_DEPLOYED: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  mainFields: ['module', 'main'],
  minify: true,
  external: NEVER_ASKED,
  banner: { js: REQUIRE },
  logLevel: 'error',
};

/** The functions there are, by the names of their files. */
export const functionNames = (): string[] =>
  readdirSync(join(ROOT, 'lambdas'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3))
    .sort();

/** Bundles an entry file, or a source text that imports from the repository. */
export async function bundle(
  entry: { readonly file: string } | { readonly source: string },
  outfile: string,
  over: BuildOptions = {},
): Promise<void> {
  const from: BuildOptions =
    'file' in entry
      ? { entryPoints: [entry.file] }
      : { stdin: { contents: entry.source, resolveDir: ROOT, loader: 'ts' } };
  await build({ ...AS_DEPLOYED, ...from, outfile, ...over });
}
