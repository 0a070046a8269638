import { execFileSync, spawnSync, type ExecFileSyncOptionsWithStringEncoding } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { trust } from '../bin/trust.ts';

const ROOT = join(import.meta.dirname, '../..');
const packedSchema = z.array(
  z.object({
    filename: z.string(),
    size: z.number(),
    unpackedSize: z.number(),
    files: z.array(z.object({ path: z.string() })),
  }),
);

/** A folder with nothing in it but the package, installed as a user would, without a network. */
const folder = mkdtempSync(join(tmpdir(), 'seller-trust-'));
let packed: z.infer<typeof packedSchema>[number];

beforeAll(() => {
  const text = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], quiet(ROOT));
  const [first] = packedSchema.parse(JSON.parse(text.slice(text.indexOf('['))));
  if (first === undefined) throw new RangeError('npm pack packed nothing');
  packed = first;
  writeFileSync(join(folder, 'package.json'), '{}');
  execFileSync(
    'npm',
    ['install', '--offline', '--no-audit', '--no-fund', `./${packed.filename}`],
    quiet(folder),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the package', () => {
  it('holds the command, the licences, the README and nothing else', () => {
    const paths = packed.files.map(({ path }) => path.replace(/chunk-\w+/, 'chunk')).sort();
    console.log(
      `package: ${packed.files.length} files, ${kB(packed.size)}, unpacked ${kB(packed.unpackedSize)}`,
    );
    expect([...new Set(paths)]).toEqual([
      'LICENSE',
      'README.md',
      'dist/chunk.js',
      'dist/commands/analyze.js',
      'dist/commands/plan.js',
      'dist/commands/simulate.js',
      'dist/sellers-worker.js',
      'dist/third-party-licenses.txt',
      'dist/trust.js',
      'package.json',
    ]);
    expect(packed.size).toBeLessThan(700_000);
    expect(packed.unpackedSize).toBeLessThan(2_500_000);
  });

  it('brings no package along that the command needs, above all no TypeScript and no CDK', () => {
    const installed = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(installed.filter((name) => name !== '@dynoxide')).toEqual(['seller-trust']);
  });

  it('names the licence of every package it holds code of', () => {
    const text = readFileSync(
      join(folder, 'node_modules/seller-trust/dist/third-party-licenses.txt'),
      'utf8',
    );
    for (const name of ['zod', '@observablehq/plot', '@mixmark-io/domino', 'hyparquet', 'd3-shape'])
      expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'));
  });

  it('analyses a file byte for byte as the repository does', () => {
    const options = ['--as-of', '2026-11-22T09:00:00Z', '--paths', '--json'];
    expect(
      npx(
        'simulate',
        '--theory',
        'trust-embedded',
        '--sellers',
        '12',
        '--rounds',
        '8',
        '--seed',
        '1',
        '--out',
        'rounds.csv',
      ),
    ).toMatchObject({
      status: 0,
    });
    expect(npx('analyze', 'rounds.csv', '--out', 'packed', ...options)).toMatchObject({
      status: 0,
      stderr: '',
    });
    const here = trust('analyze', join(folder, 'rounds.csv'), '--out', join(folder, 'source'), ...options);
    expect(here).toMatchObject({ exitCode: 0 });
    const [fromPackage, fromSource] = [filesIn('packed'), filesIn('source')];
    expect(Object.keys(fromPackage)).toContain('report.html');
    expect(Object.keys(fromPackage)).toEqual(Object.keys(fromSource));
    for (const [name, bytes] of Object.entries(fromSource))
      expect([name, fromPackage[name]?.equals(bytes)]).toEqual([name, true]);
  });

  it('plans, and tells its version', () => {
    expect(npx('plan', '--effect', '0.2', '--response-rate', '0.15', '--json')).toMatchObject({ status: 0 });
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(npx('--version').stdout.trim()).toBe(version);
  });

  it('says of what it cannot do alone what that needs, with exit code 2', () => {
    for (const command of ['start', 'import', 'seller']) {
      const { status, stderr } = npx(command);
      expect([command, status]).toEqual([command, 2]);
      expect(stderr).toContain(`trust: ${command} needs the repository`);
      expect(stderr).toContain(`npm ci, then npm run -s trust -- ${command}`);
    }
    expect(npx('strat').stderr).toContain('did you mean start?');
  });
});

/** What npx calls after an installation. */
function npx(...args: readonly string[]) {
  return spawnSync(join(folder, 'node_modules/.bin/seller-trust'), args, { cwd: folder, encoding: 'utf8' });
}

function filesIn(name: string): Record<string, Buffer> {
  const files = readdirSync(join(folder, name)).sort();
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, name, file))]));
}

const quiet = (cwd: string): ExecFileSyncOptionsWithStringEncoding => ({
  cwd,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'pipe'],
});
const kB = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
