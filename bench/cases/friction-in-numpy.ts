import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fastest } from '../hot-path/clock.ts';
import { buttonPanel, eventsOf, movingPanel, ROUNDS } from '../hot-path/panel.ts';
import { pathForm } from '../../lib/trust/friction/deterministic-path.ts';
import { EVENT } from '../../lib/trust/friction/event.ts';
import { deterministicEstimator } from '../../lib/trust/friction/friction-estimator.ts';
import { frictionLikelihood } from '../../lib/trust/friction/likelihood.ts';
import { contractTheta, frictionBox, frictionModel } from '../../lib/trust/friction/nested-model.ts';
import type { FrictionPanel } from '../../lib/trust/friction/panel.ts';
import type { OutcomesSeen } from '../../lib/trust/laws/asymmetric.ts';
import type { Sequence, Step } from '../../lib/trust/sequence.ts';
import type { Case, Pair, Size } from '../run/case.ts';

const SELLERS = { quick: 1_000, full: 10_000 } as const;
const PYTHON = process.env['PYTHON'] ?? 'python3';
const NUMPY = 'python3 with numpy and scipy (PYTHON names another)';
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };

export const cases: readonly Case[] = [
  {
    name: 'qd-numpy',
    ours: 'one value of the friction likelihood (QD), the least of 20',
    baseline: 'numpy and SciPy in whole columns, the least of its runs',
    needs: NUMPY,
    rounds: { quick: 5, full: 9 },
    prepare: frictionValue,
  },
  {
    name: 'qd-fit-numpy',
    ours: 'maximum of the friction likelihood (QD), eight parameters',
    baseline: 'the same value in numpy, its maximum by L-BFGS-B of SciPy with numerical derivatives',
    needs: NUMPY,
    rounds: { quick: 3, full: 3 },
    prepare: (size) => frictionFit(size, 0),
  },
  {
    name: 'qd-fit-numpy-formulas',
    ours: 'maximum of the friction likelihood (QD), eight parameters',
    baseline: 'the same in numpy with the derivatives by our formulas, L-BFGS-B of SciPy',
    needs: NUMPY,
    rounds: { quick: 3, full: 3 },
    prepare: (size) => frictionFit(size, 1),
  },
];

const NO_BUTTON = { button: null, cap: null, range: null };

function frictionValue(size: Size): Pair | string {
  const numpy = inNumpy(eventsOf(movingPanel(SELLERS[size])));
  if (typeof numpy === 'string') return numpy;
  const [lnSe, lnSw, logit] = [Math.log(0.1), Math.log(0.2), Math.log(0.03 / 0.97)];
  const theta = Float64Array.of(0.5, 0.2, 0.1, 0.2, 0, lnSe, 0.05, lnSw, logit);
  const values = frictionLikelihood(numpy.panel, pathForm); // set up once, as a search and numpy's script do
  let [ours, theirs] = [Number.NaN, Number.NaN];
  return {
    ours() {
      const { value, cpu } = fastest(20, () => values(theta).reduce((sum, each) => sum + each, 0));
      ours = value;
      return cpu;
    },
    baseline() {
      const [value, seconds] = numpy.run();
      theirs = value ?? Number.NaN;
      return seconds;
    },
    agree: () => `log-likelihood ${ours.toFixed(6)} / ${theirs.toFixed(6)}`,
    close: numpy.close,
  };
}

/** @param which of the script's two fits is taken: 0 by differences, 1 by formulas */
function frictionFit(size: Size, which: 0 | 1): Pair | string {
  const numpy = inNumpy(buttonPanel(SELLERS[size]));
  if (typeof numpy === 'string') return numpy;
  const model = frictionModel('asymmetric', 'qd', true);
  const start = [0.5, 0.3, 0.05, 0.05, 0, Math.log(0.3), 0, Math.log(0.2), Math.log(0.05 / 0.95)];
  const problem = JSON.stringify({ start: [...contractTheta(model, start)], ...frictionBox(model) });
  const sequences = sequencesIn(numpy.panel);
  const measure = { unit: 1, referenceGap: 1 };
  const fit = (): number =>
    deterministicEstimator.fit(sequences, measure, { gapSlope: true, motion: ['asymmetric'] })[0]
      ?.logLikelihood ?? Number.NaN;
  let [ours, theirs] = [Number.NaN, Number.NaN];
  return {
    ours() {
      const { value, cpu } = fastest(1, fit);
      ours = value;
      return cpu;
    },
    baseline() {
      const told = numpy.run(problem);
      theirs = told[2 * which] ?? Number.NaN;
      return told[2 * which + 1];
    },
    agree: () => `log-likelihood ${ours.toFixed(4)} / ${theirs.toFixed(4)}`,
    close: numpy.close,
  };
}

/** What the estimator takes: a step for each entry of the panel. */
function sequencesIn({ starts, kind, design, move, inputs }: FrictionPanel<OutcomesSeen>): Sequence[] {
  const step = (k: number): Step => ({
    round: null,
    decision:
      kind[k] === EVENT.none ? null : { gap: design[k] as number, move: move[k] as number, ...NO_BUTTON },
    outcomeRound: null,
    fidelity: Number.isNaN(inputs.fidelity[k]) ? null : (inputs.fidelity[k] as number),
  });
  return Array.from({ length: starts.length - 1 }, (_, i) => ({
    sellerId: `seller-${i}`,
    recommender: 'replenishment',
    rounds: [],
    steps: Array.from({ length: ROUNDS }, (_each, t) => step(i * ROUNDS + t)),
  }));
}

/** A panel with buttons, and numpy's script on it; or why it cannot run here. */
function inNumpy(panel: FrictionPanel<OutcomesSeen>) {
  try {
    execFileSync(PYTHON, ['-c', 'import numpy, scipy'], { stdio: 'ignore' });
  } catch {
    return `not here: ${PYTHON} with numpy and scipy`;
  }
  const sellers = panel.starts.length - 1;
  const folder = mkdtempSync(join(tmpdir(), 'bench-qd-'));
  const file = join(folder, 'panel');
  const columns = [
    Float64Array.from(panel.kind),
    panel.weight,
    panel.design,
    panel.logGap,
    panel.inputs.fidelity,
  ];
  const bytes = columns.map((column) => Buffer.from(column.buffer, column.byteOffset, column.byteLength));
  writeFileSync(file, Buffer.concat(bytes));
  const script = resolve('bench/hot-path/friction_numpy.py');
  const env = { ...process.env, ...ONE_THREAD };
  return {
    panel,
    run(...problem: string[]): number[] {
      const args = [script, file, String(sellers), String(ROUNDS), ...problem];
      return execFileSync(PYTHON, args, { env }).toString().trim().split(' ').map(Number);
    },
    close: async () => rmSync(folder, { recursive: true }),
  };
}
