import { copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** A program that fits a panel, or evaluates its likelihood. */
export interface Program {
  readonly name: string;
  readonly does: string;
  /** Sellers above which it is left out: hours, or more memory than there is. */
  readonly most: number;
  readonly command: string;
  args(panel: string, sellers: number): readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Its own log-likelihood of the whole panel; null: it has none that compares. */
  readonly likelihood: RegExp | null;
  /** CPU seconds of the fit alone, by its own clock, to be added up. */
  readonly fit: RegExp | null;
}

const PYTHON = '/usr/bin/python3';
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', NUMBA_NUM_THREADS: '1' };
const R = { ...ONE_THREAD, CPU: '1' }; // the scripts then time in CPU seconds

/** The reference programs in a folder, each as its users write it. TMB compiles its model into the working folder. */
export function referencePrograms(peers: string, scratch: string): Program[] {
  const script = (name: string): string => join(peers, name);
  copyFileSync(script('trust_tmb.cpp'), join(scratch, 'trust_tmb.cpp'));
  const numba = { ...ONE_THREAD, NUMBA_CACHE_DIR: scratch };
  return [
    {
      name: 'statsmodels',
      does: 'one fit of 3 parameters a seller, and smoothing; nothing is pooled',
      most: 1_000,
      command: PYTHON,
      args: (panel, sellers) => [
        script('b1_statsmodels.py'),
        panel,
        String(sellers),
        join(scratch, 'seller.csv'),
      ],
      env: ONE_THREAD,
      likelihood: null,
      fit: null, // its clock is wall time
    },
    {
      name: 'numpy',
      does: 'the same likelihood, 5 evaluations, no fit',
      most: Infinity,
      command: PYTHON,
      args: (panel) => [script('b1_numpy.py'), panel],
      env: numba, // it reads the panel through the module that compiles
      likelihood: null,
      fit: null,
    },
    {
      name: 'numba, SciPy L-BFGS-B',
      does: 'the same fit, without standard errors',
      most: Infinity,
      command: PYTHON,
      args: (panel) => [script('b1_numba.py'), panel],
      env: numba,
      likelihood: /MLE .*loglik=(-[\d.]+)/,
      fit: null, // its clock is wall time
    },
    {
      name: 'TMB',
      does: 'the same fit, with standard errors of all trusts',
      most: 10_000,
      command: 'Rscript',
      args: (panel) => [script('b3_tmb.R'), panel],
      env: R,
      likelihood: /loglik=(-[\d.]+)/,
      fit: /(?:tape|fit|SEs\))=([\d.]+)s/g,
    },
    {
      name: 'glmmTMB',
      does: 'random slope with AR(1), no gains; another model',
      most: 10_000,
      command: 'Rscript',
      args: (panel) => [script('b3_glmmtmb.R'), panel],
      env: R,
      likelihood: /logLik=(-[\d.]+)/,
      fit: / time=([\d.]+)s/g,
    },
    {
      name: 'lme4',
      does: 'random slope and trend, no AR, no gains; a lesser model',
      most: Infinity,
      command: 'Rscript',
      args: (panel) => [script('b2_lme4.R'), panel, join(scratch, 'lme4.csv')],
      env: R,
      likelihood: /slope\+trend=[\d.]+s \(ll=(-[\d.]+)\)/,
      fit: /slope\+trend=([\d.]+)s/g,
    },
  ];
}

/** Ours on the same file, by law; one file of JavaScript, as the functions and the package run it. */
export function ourProgram(law: '5.5' | '5.3', scratch = tmpdir()): Program {
  const outfile = join(scratch, 'fit-panel.mjs');
  const entry = join(import.meta.dirname, 'fit-panel.ts');
  buildSync({ entryPoints: [entry], bundle: true, platform: 'node', format: 'esm', outfile });
  return {
    name: `ours, law ${law}`,
    does: law === '5.5' ? 'fit, standard errors and robust ones' : 'three nested fits, errors, smoothing',
    most: Infinity,
    command: process.execPath,
    args: (panel) => [outfile, panel, law],
    likelihood: /"logLikelihood":(-[\d.]+)/,
    fit: /"(?:fit|errors)":([\d.]+)[,}]/g,
  };
}
