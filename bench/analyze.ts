import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { doubling } from './analyze/doubling.ts';
import { ROUNDS, writeRounds } from './analyze/rounds-file.ts';

/** The command `trust analyze` from end to end, in a process of its own, on files made by seed:
 *      npx tsx bench/analyze.ts [--sellers 10000,100000,384616] [--files DIR] [--doubling] [-- options of trust analyze]
 *  --files DIR  keeps the files there, and takes those that are there already
 *  --doubling   instead: passes over 10,000 to 640,000 sellers, CPU a seller and peak memory */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sellers: { type: 'string', default: '10000,100000,384616' },
    files: { type: 'string' },
    doubling: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => console.log(line);
const root = join(import.meta.dirname, '..');

if (values.doubling) doubling(say);
else await commands();

async function commands(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'bench-analyze-'));
  say('| rounds | file, MB | options | wall, s | CPU, s | peak, MB | load before |');
  say('| ------ | -------- | ------- | ------- | ------ | -------- | ----------- |');
  for (const sellers of values.sellers.split(',').map(Number)) {
    const file = join(values.files ?? scratch, `rounds-${sellers}.csv`);
    // oxlint-disable-next-line no-await-in-loop -- one file at a time
    if (!existsSync(file)) await writeRounds(file, sellers);
    const load = (loadavg()[0] ?? 0).toFixed(1);
    const used = analyzed(file, scratch);
    const size = (statSync(file).size / 1e6).toFixed(0);
    const cells = [
      (sellers * ROUNDS).toLocaleString('en'),
      size,
      positionals.join(' '),
      used.wall.toFixed(1),
    ];
    say(`| ${[...cells, used.cpu.toFixed(1), used.peak.toFixed(0), load].join(' | ')} |`);
    if (values.files === undefined) rmSync(file);
  }
  rmSync(scratch, { recursive: true });
}

interface Used {
  readonly wall: number; // s
  readonly cpu: number; // s, all threads
  readonly peak: number; // MB
}

/** What the command took; it tells itself as it ends. */
function analyzed(file: string, scratch: string): Used {
  const told = join(scratch, 'usage.json');
  const tell = `import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(${JSON.stringify(told)}, JSON.stringify(process.resourceUsage())));`;
  const command = [
    'analyze',
    file,
    '--out',
    join(scratch, 'out'),
    '--as-of',
    '2026-11-22T00:00:00Z',
    '--json',
  ];
  const loaders = ['--import', 'tsx', '--import', `data:text/javascript,${encodeURIComponent(tell)}`];
  const before = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [...loaders, join(root, 'bin/trust.ts'), ...command, ...positionals],
    { cwd: root, encoding: 'utf8', maxBuffer: 1e8 },
  );
  const wall = (performance.now() - before) / 1e3;
  if (status !== 0) throw new Error(`trust analyze ended with ${status}: ${stderr.slice(-1000)}`);
  const usage: NodeJS.ResourceUsage = JSON.parse(readFileSync(told, 'utf8'));
  return { wall, cpu: (usage.userCPUTime + usage.systemCPUTime) / 1e6, peak: usage.maxRSS / 1024 };
}
