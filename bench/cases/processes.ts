import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod/mini';
import { binned, boostPlainly } from '../baselines/plain-boosting.ts';
import { readStudy, writeStudy } from '../processes/data.ts';
import { nuisance, sellerFolds } from '../../lib/processes/observational/cross-fit.ts';
import { DML } from '../../lib/processes/observational/dml.ts';
import { partiallyLinearSplit } from '../../lib/processes/observational/partially-linear.ts';
import { prepare, type Prepared } from '../../lib/processes/observational/study.ts';
import { boosting } from '../../lib/stats/boosting/learner.ts';
import type { Case, Pair, Size } from '../run/case.ts';

const PLAIN_ROWS = { quick: 1_500, full: 10_000 } as const;
const TREES = { quick: 20, full: 100 } as const;
const ROWS = { quick: 6_000, full: 100_000 } as const;

export const cases: readonly Case[] = [
  {
    name: 'dml',
    ours: 'partially linear model, five folds, boosted trees of 31 leaves, 20 covariates',
    baseline: 'the same trees in plain loops over arrays',
    rounds: { quick: 5, full: 3 },
    prepare: plain,
  },
  {
    name: 'dml-scikit-learn',
    ours: 'partially linear model, five folds, 200 boosted trees, 20 covariates',
    baseline: "scikit-learn's histogram boosting, one thread",
    needs: 'python3-sklearn',
    rounds: { quick: 3, full: 3 },
    prepare: beside,
  },
];

function study(rows: number): { data: Prepared; file: string; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'bench-dml-'));
  const file = join(folder, 'study');
  writeStudy(file, rows, 11);
  return { data: prepare(readStudy(file)), file, folder };
}

function plain(size: Size): Pair {
  const { data, folder } = study(PLAIN_ROWS[size]);
  rmSync(folder, { recursive: true });
  const trees = TREES[size];
  const folds = sellerFolds(data, DML, 0);
  const { rows, columns, values } = data.covariates;
  const x = Array.from({ length: rows }, (_, i) => [...values.subarray(i * columns, (i + 1) * columns)]);
  let [ours, theirs] = [Number.NaN, Number.NaN];
  return {
    ours() {
      const models = nuisance(data, boosting({ trees }).over(data.covariates), folds, DML.folds);
      ours = partiallyLinearSplit(data, models).estimate;
    },
    baseline() {
      const bins = binned(x);
      const fitted = (loss: 'squared' | 'logistic', y: Float64Array): number[] =>
        crossFitted(loss, [...y], bins, folds, trees);
      const l = fitted('squared', data.y);
      const m = fitted('logistic', data.exposure).map((f) => 1 / (1 + Math.exp(-f)));
      const v = m.map((share, i) => (data.exposure[i] as number) - share);
      const uv = v.reduce((sum, value, i) => sum + value * ((data.y[i] as number) - (l[i] as number)), 0);
      theirs = uv / v.reduce((sum, value) => sum + value * value, 0);
    },
    agree: () => `effect ${ours.toFixed(4)} / ${theirs.toFixed(4)}`,
  };
}

function crossFitted(
  loss: 'squared' | 'logistic',
  y: readonly number[],
  bins: readonly (readonly number[])[],
  folds: Uint8Array,
  trees: number,
): number[] {
  const result = y.map(() => 0);
  for (let fold = 0; fold < DML.folds; fold++) {
    const all = y.map((_, i) => i);
    const rows = { train: all.filter((i) => folds[i] !== fold), test: all.filter((i) => folds[i] === fold) };
    const raw = boostPlainly(loss, y, bins, rows, { trees, leaves: 31, rate: 0.1, fewest: 20 });
    rows.test.forEach((i, k) => (result[i] = raw[k] as number));
  }
  return result;
}

const printed = z.object({ plr: z.number(), plrCpu: z.number() });

function beside(size: Size): Pair | string {
  const python = '/usr/bin/python3';
  try {
    execFileSync(python, ['-c', 'import sklearn'], { stdio: 'ignore' });
  } catch {
    return `not here: ${python} with scikit-learn (Debian: python3-sklearn)`;
  }
  const { file, folder } = study(ROWS[size]);
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', UV_THREADPOOL_SIZE: '1' };
  const told = { ours: Number.NaN, theirs: Number.NaN };
  const run = (command: string, args: readonly string[], name: keyof typeof told): number => {
    const output = execFileSync(command, [...args, file, 'trees'], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { plr, plrCpu } = printed.parse(JSON.parse(output.toString().trim().split('\n').at(-1) ?? ''));
    told[name] = plr;
    return plrCpu;
  };
  return {
    cold: true,
    ours: () => run(process.execPath, ['--import', 'tsx', resolve('bench/processes/ours.ts')], 'ours'),
    baseline: () => run(python, [resolve('reference/double-machine-learning.py')], 'theirs'),
    agree: () => `effect ${told.ours.toFixed(4)} / ${told.theirs.toFixed(4)}`,
    close: async () => rmSync(folder, { recursive: true }),
  };
}
