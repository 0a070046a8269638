import { execFileSync } from 'node:child_process';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { measuredChild } from '../estimators/measured-child.ts';
import { ourProgram, referencePrograms, type Program } from '../estimators/programs.ts';
import type { Case, Pair, Size } from '../run/case.ts';

const SELLERS = { quick: 1_000, full: 10_000 } as const;
const PYTHON = process.env['PYTHON'] ?? 'python3';

export const cases: readonly Case[] = [
  {
    name: 'kf-numba',
    ours: 'exact pooled fit, law 5.5, with standard errors, both kinds: the whole process, reading the panel too',
    baseline: 'numba and L-BFGS-B without standard errors, the whole process',
    needs: '--peers, python3-numba, python3-scipy',
    rounds: { quick: 3, full: 3 },
    prepare: (size) => beside('numba', 'process', size),
  },
  {
    name: 'kf-tmb',
    ours: 'the same fit and standard errors alone, by its own clock',
    baseline: 'TMB, tape, fit and standard errors, by its own clock',
    needs: '--peers, r-cran-tmb',
    rounds: { quick: 3, full: 3 },
    prepare: (size) => beside('TMB', 'fit', size),
  },
];

async function beside(name: string, what: 'process' | 'fit', size: Size): Promise<Pair | string> {
  const peers = process.env['BENCH_PEERS'];
  if (peers === undefined) return 'not here: --peers DIR names the folder of reference scripts';
  const folder = mkdtempSync(join(tmpdir(), 'bench-peers-'));
  const panel = join(folder, 'panel.csv');
  const sellers = SELLERS[size];
  execFileSync(PYTHON, ['reference/trust-panel.py', String(sellers), '20260101'], {
    stdio: ['ignore', openSync(panel, 'w'), 'inherit'],
  });
  const program = referencePrograms(resolve(peers), folder).find((one) => one.name.startsWith(name));
  if (!program) return `not here: no program ${name}`;
  if (name === 'TMB')
    await measuredChild('Rscript', ['-e', "TMB::compile('trust_tmb.cpp', '-O2 -w')"], folder);
  const optima = { ours: '', theirs: '' };
  const run = async (one: Program, whose: keyof typeof optima): Promise<number> => {
    const { output, failed, cpu } = await measuredChild(
      one.command,
      one.args(panel, sellers),
      folder,
      one.env,
    );
    if (failed !== null) throw new RangeError(`${one.name}: ${failed} ${output.slice(-200)}`);
    optima[whose] = Number(one.likelihood?.exec(output)?.[1]).toFixed(4);
    if (what === 'process') return cpu;
    return [...output.matchAll(one.fit ?? / /g)].reduce((sum, [, told]) => sum + Number(told), 0);
  };
  return {
    cold: true,
    ours: () => run({ ...ourProgram('5.5'), fit: /"(?:fit|errors|robust)":([\d.]+)[,}]/g }, 'ours'),
    baseline: () => run(program, 'theirs'),
    agree: () => `log-likelihood ${optima.ours} / ${optima.theirs}`,
    close: async () => rmSync(folder, { recursive: true }),
  };
}
