import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measuredChild, type Measured } from './estimators/measured-child.ts';
import { ourProgram, referencePrograms, type Program } from './estimators/programs.ts';

/** Time and peak memory of the exact pooled fit beside reference programs, in one run on the same files, each program in a
 *  process of its own. PEERS holds the reference scripts, PANEL is a trust panel v1 (reference/trust-panel.py):
 *      npx tsx bench/estimators.ts --peers PEERS --panel PANEL [--panel PANEL ...] [--only NAME ...]
 *  Linux with /proc; Debian's python3-statsmodels, python3-numba, python3-scipy, python3-pandas, r-cran-tmb, r-cran-lme4,
 *  r-cran-glmmtmb, r-cran-data.table. What is missing is said and left out. */
const { values } = parseArgs({
  options: {
    peers: { type: 'string' },
    panel: { type: 'string', multiple: true, default: [] },
    only: { type: 'string', multiple: true, default: [] },
  },
});
const WEEKS = 26;

/** Sellers in a panel: from the number on its last line. */
function sellersIn(path: string): number {
  const tail = Buffer.alloc(4096);
  const file = openSync(path, 'r');
  const size = readSync(file, tail, 0, tail.length, Math.max(0, statSync(path).size - tail.length));
  closeSync(file);
  const last = tail.toString('utf8', 0, size).trimEnd().split('\n').at(-1) ?? '';
  return Number(last.split(',')[0]) + 1;
}

interface Result extends Measured {
  readonly program: Program;
  readonly likelihood: string;
  readonly fit: number | null;
}

async function run(program: Program, panel: string, sellers: number, scratch: string): Promise<Result> {
  const measured = await measuredChild(program.command, program.args(panel, sellers), scratch, program.env);
  const found = program.likelihood ? program.likelihood.exec(measured.output)?.[1] : undefined;
  const times = program.fit
    ? [...measured.output.matchAll(program.fit)].map(([, seconds]) => Number(seconds))
    : [];
  const fit = times.length > 0 ? times.reduce((sum, seconds) => sum + seconds, 0) : null;
  return { ...measured, program, likelihood: (found ?? '').replace(/(\.\d{6})\d+/, '$1'), fit };
}

const seconds = (value: number): string => value.toFixed(value < 10 ? 2 : 1);
const ratio = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)}x`;

function line({ program, cpu, wall, memory, likelihood, fit, failed }: Result, ours: Result): string {
  const cells = failed
    ? [`failed: ${failed}`, '', '', '', '', '', '']
    : [
        likelihood,
        fit === null ? '' : seconds(fit),
        seconds(cpu),
        seconds(wall),
        memory.toFixed(0),
        ratio(cpu / ours.cpu),
        ratio(memory / ours.memory),
      ];
  return `| ${[program.name, program.does, ...cells].join(' | ')} |`;
}

const HEADER = [
  [
    'program',
    'does',
    'log-likelihood',
    'CPU s, fit alone',
    'CPU s',
    'wall s',
    'peak MB',
    'CPU / ours',
    'memory / ours',
  ],
  Array.from({ length: 9 }, () => '---'),
].map((cells) => `| ${cells.join(' | ')} |`);

async function compare(panel: string, programs: readonly Program[], scratch: string): Promise<void> {
  const sellers = sellersIn(panel);
  const load = loadavg()[0] ?? 0;
  console.log(`\n### ${sellers.toLocaleString('en')} sellers x ${WEEKS} rounds, load ${load.toFixed(1)}\n`);
  const ours = await run(ourProgram('5.5', scratch), panel, sellers, scratch);
  for (const header of HEADER) console.log(header);
  console.log(line(ours, ours));
  console.log(line(await run(ourProgram('5.3', scratch), panel, sellers, scratch), ours));
  for (const program of programs) {
    if (program.most < sellers) continue;
    const result = await run(program, panel, sellers, scratch);
    console.log(line(result, ours));
    if (result.failed !== null) console.log(result.output.trim().split('\n').slice(-3).join('\n'));
  }
}

function versionOf(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return `${command}: not here`;
  }
}

const PYTHON_VERSIONS =
  'import sys, numpy, scipy, numba, statsmodels; print("Python", sys.version.split()[0], "numpy", numpy.__version__, "SciPy", scipy.__version__, "numba", numba.__version__, "statsmodels", statsmodels.__version__)';
const R_VERSIONS =
  'cat(R.version.string, paste(sapply(c("TMB", "glmmTMB", "lme4"), function(p) paste(p, packageVersion(p))), collapse = " "))';

const peers = values.peers;
if (peers === undefined || values.panel.length === 0)
  throw new RangeError('bench/estimators.ts requires --peers DIR and --panel FILE');
const scratch = mkdtempSync(join(tmpdir(), 'estimators-'));
const only = (program: Program): boolean =>
  values.only.length === 0 || values.only.some((name) => program.name.startsWith(name));
const programs = referencePrograms(resolve(peers), scratch).filter(only);
console.log(`Node ${process.version}; ${versionOf('/usr/bin/python3', ['-c', PYTHON_VERSIONS])}`);
console.log(versionOf('Rscript', ['-e', R_VERSIONS]));
const smallest = Math.min(...values.panel.map((panel) => sellersIn(panel)));
if (programs.some(({ name, most }) => name === 'TMB' && most >= smallest))
  await measuredChild('Rscript', ['-e', "TMB::compile('trust_tmb.cpp', '-O2 -w')"], scratch); // not counted
try {
  for (const panel of values.panel) await compare(resolve(panel), programs, scratch);
} finally {
  rmSync(scratch, { recursive: true });
}
