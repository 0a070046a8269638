import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { measuredChild } from './estimators/measured-child.ts';
import { COVARIATES, writeStudy } from './processes/data.ts';

/** Double machine learning beside scikit-learn's nuisance models, in one run on the same rows and folds, each program in a
 *  process of its own with one thread:
 *      npx tsx bench/processes.ts [--rows 100000] [--seed 11] [--rounds 3] [--only trees]
 *  Linux with /proc; Debian's python3-sklearn. CPU seconds are those of the fits, the least of the rounds. */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '11' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', multiple: true, default: ['trees', 'lasso'] },
  },
});
const printed = z.object({
  plr: z.number(),
  plrSe: z.number(),
  plrCpu: z.number(),
  ate: z.number(),
  ateSe: z.number(),
  ateCpu: z.number(),
});
type Result = z.infer<typeof printed> & { readonly memory: number };
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', UV_THREADPOOL_SIZE: '1' };

const folder = mkdtempSync(join(tmpdir(), 'processes-'));
const file = join(folder, 'study');
const programs = [
  {
    name: 'scikit-learn',
    command: '/usr/bin/python3',
    args: [resolve('reference/double-machine-learning.py')],
  },
  { name: 'ours', command: process.execPath, args: ['--import', 'tsx', resolve('bench/processes/ours.ts')] },
];

async function once(command: string, args: readonly string[], learner: string): Promise<Result | string> {
  const { output, memory, failed } = await measuredChild(
    command,
    [...args, file, learner],
    process.cwd(),
    ONE_THREAD,
  );
  const line = output.split('\n').find((text) => text.startsWith('{'));
  return line ? { ...printed.parse(JSON.parse(line)), memory } : (failed ?? output).slice(-200);
}

const number = (estimate: number, se: number): string => `${estimate.toFixed(5)} (${se.toFixed(5)})`;
const least = (results: readonly Result[], part: 'plrCpu' | 'ateCpu'): string =>
  Math.min(...results.map((result) => result[part])).toFixed(1);

try {
  writeStudy(file, Number(values.rows), Number(values.seed));
  console.log(`${values.rows} rows, ${COVARIATES} covariates, 5 folds, load ${loadavg()[0]?.toFixed(1)}\n`);
  console.log(
    '| learner | program | PLR (se) | CPU-s | AIPW (se) | CPU-s | MB |\n|---|---|---|---|---|---|---|',
  );
  for (const learner of values.only) {
    const found = new Map<string, Result[]>(programs.map(({ name }) => [name, []]));
    for (let round = 0; round < Number(values.rounds); round++)
      for (const { name, command, args } of programs) {
        const result = await once(command, args, learner);
        if (typeof result === 'string') console.log(`${name} ${learner}: ${result}`);
        else found.get(name)?.push(result);
      }
    for (const [name, results] of found) {
      const [first] = results;
      if (!first) continue;
      const cells = [
        number(first.plr, first.plrSe),
        least(results, 'plrCpu'),
        number(first.ate, first.ateSe),
        least(results, 'ateCpu'),
      ];
      console.log(
        `| ${[learner, name, ...cells, Math.max(...results.map(({ memory }) => memory)).toFixed(0)].join(' | ')} |`,
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
