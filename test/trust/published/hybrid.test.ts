import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { centralDifference } from '../../../lib/stats/central-difference.ts';
import { clusteredRegression, type Observation } from '../../../lib/stats/clustered-regression.ts';
import { deltaVariance } from '../../../lib/stats/delta-method.ts';
import { foldOf } from '../../../lib/stats/fold.ts';
import { minimise } from '../../../lib/stats/l-bfgs.ts';
import { normalCdf } from '../../../lib/stats/normal.ts';
import { likelihoodWithGradient } from '../../../lib/trust/kalman/likelihood.ts';
import { THETA, THETA_LENGTH } from '../../../lib/trust/kalman/nested-model.ts';
import { trustPanel } from '../../../lib/trust/kalman/trust-panel.ts';
import { sequencesOf } from '../../../lib/trust/sequence.ts';
import { roundRow } from '../row.ts';
import {
  betaSteps,
  FILE,
  readPeople,
  rmse,
  type OneStep,
  type Person,
  type ReportedStep,
} from './reported-trust.ts';

const present = existsSync(FILE);
if (!present)
  console.log(`skipped: ${FILE} is not here, so the figures of docs/model.md 7.3 are not checked`);
const people = present ? readPeople() : [];

/** What each gain multiplies in one step; the change of trust is their sum. */
type Regressors = (step: ReportedStep) => number[];
const up = ({ before, right }: ReportedStep): number => (right ? 1 - before : 0);
const down = ({ before, right }: ReportedStep): number => (right ? 0 : before);
const asymmetric: Regressors = (step) => [up(step), -down(step)];
const LAWS: Record<string, Regressors> = {
  'random walk': () => [],
  symmetric: (step) => [up(step) - down(step)],
  asymmetric,
  'four-rate': (step) => {
    const rates = [up(step), -down(step)];
    return step.adopted ? [...rates, 0, 0] : [0, 0, ...rates];
  },
};

const observed = (x: Regressors, sample: readonly Person[]): Observation[][] =>
  sample.map(({ steps }) => steps.map((step) => ({ y: step.after - step.before, x: x(step) })));

function oneStep(x: Regressors, gains: readonly number[]): OneStep {
  return ({ steps }) =>
    steps.map((step) => x(step).reduce((told, value, j) => told + value * (gains[j] ?? 0), step.before));
}

function leastSquares(name: string, sample: readonly Person[]): OneStep {
  const x = LAWS[name] ?? (() => []);
  return oneStep(x, clusteredRegression(observed(x, sample))?.coefficients ?? []);
}

/** Counts with nu held, since only ratios to it can be told. */
function leastSquaresBeta(sample: readonly Person[]): [number, number] {
  const value = (theta: ArrayLike<number>): number =>
    1e6 * rmse(sample, betaSteps(1.542, theta[0] ?? 0, theta[1] ?? 0)) ** 2; // so that the search stops late enough
  const found = minimise(
    (theta, gradient) => {
      gradient.set(centralDifference(value, theta));
      return value(theta);
    },
    Float64Array.from([0.3, 0.3]),
    { lower: [0, 0], upper: [5, 5] },
  );
  return [found.x[0] ?? Number.NaN, found.x[1] ?? Number.NaN];
}

/** One-step RMSE where the persons of a fold are told by the fit of all others. */
function crossValidated(fit: (sample: readonly Person[]) => OneStep): number {
  const folds = [0, 1, 2, 3, 4].map((fold) => people.filter(({ id }) => foldOf(id, 5) === fold));
  const squares = folds.map((held) => {
    const told = fit(people.filter((person) => !held.includes(person)));
    return held.length * rmse(held, told) ** 2;
  });
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / people.length);
}

describe.skipIf(!present)('T8, docs/model.md 7.3: trust reported by 100 people in 10 rounds each', () => {
  test.each([
    [true, true, 0.0205, 382],
    [true, false, -0.0613, 101],
    [false, true, -0.0292, 393],
    [false, false, 0.0669, 124],
  ])('mean change, adopted %s, success %s', (adopted, success, change, n) => {
    const cell = people.flatMap(({ steps }) =>
      steps.filter((step) => step.adopted === adopted && step.success === success),
    );
    expect(cell).toHaveLength(n);
    const mean = cell.reduce((sum, { before, after }) => sum + after - before, 0) / n;
    expect(Math.abs(mean - change)).toBeLessThan(1e-4);
  });

  test.each<[string, number[], number, number]>([
    ['random walk', [], 0.07378, 0.07378],
    ['symmetric', [0.1033], 0.05964, 0.05967],
    ['asymmetric', [0.0944, 0.1178], 0.05945, 0.05956],
    ['four-rate', [0.1275, 0.0864, 0.0817, 0.2466], 0.05671, 0.05681],
  ])('%s: gains, one-step RMSE, and of persons held out', (name, gains, error, heldOut) => {
    const x = LAWS[name] ?? (() => []);
    const found = clusteredRegression(observed(x, people))?.coefficients ?? [];
    expect(found).toHaveLength(gains.length);
    gains.forEach((gain, j) => expect(Math.abs((found[j] ?? 0) - gain)).toBeLessThan(1e-4));
    expect(Math.abs(rmse(people, oneStep(x, found)) - error)).toBeLessThan(1e-4);
    expect(Math.abs(crossValidated((sample) => leastSquares(name, sample)) - heldOut)).toBeLessThan(5e-4);
  });

  test('counts of successes and failures: gains, one-step RMSE, and of persons held out', () => {
    const [vs, vf] = leastSquaresBeta(people);
    expect(Math.abs(vs - 0.2611)).toBeLessThan(1e-4);
    expect(Math.abs(vf - 0.317)).toBeLessThan(1e-4);
    expect(Math.abs(rmse(people, betaSteps(1.542, vs, vf)) - 0.05916)).toBeLessThan(1e-4);
    const heldOut = crossValidated((sample) => betaSteps(1.542, ...leastSquaresBeta(sample)));
    expect(Math.abs(heldOut - 0.05924)).toBeLessThan(5e-4);
  });

  test('loss exceeds gain (docs/model.md 5.4); the errors clustered by person are those of the bootstrap', () => {
    const { coefficients, covariance } = clusteredRegression(observed(asymmetric, people)) ?? {};
    const [gain = 0, loss = 0] = coefficients ?? [];
    const se = (weights: number[]): number => Math.sqrt(deltaVariance(weights, covariance ?? []));
    expect(se([1, 0]) / 0.0048).toBeCloseTo(1, 1); // bootstrap over persons, reference/reported_trust.py
    expect(se([0, 1]) / 0.0069).toBeCloseTo(1, 1);
    expect(normalCdf((loss - gain) / se([-1, 1]))).toBeCloseTo(0.993, 2);
  });

  test('told from the first report on: a gain and a loss of their own, and the one-step ones', () => {
    expect(Math.abs(openLoop(0.119674, 0.173566) - 0.0966)).toBeLessThan(1e-4); // reference/reported_trust.py finds them
    for (const [gain, loss] of [
      [0.12, 0.172],
      [0.118, 0.174],
      [0.122, 0.175],
    ] as const)
      expect(openLoop(gain, loss)).toBeGreaterThan(openLoop(0.119674, 0.173566));
    expect(openLoop(0.0944, 0.1178)).toBeCloseTo(0.1028, 4);
  });

  test('the Kalman estimator, trust being seen without error, finds the same gains; their RMSE is its drift', () => {
    const theta = kalmanFit(people, Math.log(1e-4));
    expect(Math.abs((theta[THETA.gain] ?? 0) - 0.0944)).toBeLessThan(1e-4);
    expect(Math.abs((theta[THETA.loss] ?? 0) - 0.1178)).toBeLessThan(1e-4);
    expect(Math.abs((theta[THETA.q] ?? 0) - 0.05945)).toBeLessThan(1e-4);
  });
});

/** RMSE of law 5.3 where only the first report is known. */
function openLoop(gain: number, loss: number): number {
  return rmse(people, ({ steps }) => {
    let trust = steps[0]?.before ?? Number.NaN;
    return steps.map(({ right }) => (trust += right ? gain * (1 - trust) : -loss * trust));
  });
}

/** A round's outcome was right or wrong: r = 1 or -1 where the plan is 0, the recommendation 1 and trust is what was chosen. */
function kalmanFit(sample: readonly Person[], lnSe: number): Float64Array {
  const rows = sample.flatMap(({ id, steps }) => {
    const reports = [...steps.map(({ before }) => before), steps.at(-1)?.after ?? null];
    return reports.map((chosen, k) => {
      const right = steps[k]?.right;
      const outcome = right === undefined ? null : Number(right);
      return roundRow({
        sellerId: id,
        position: k,
        line: k + 2,
        priorPlan: 0,
        recommended: 1,
        chosen,
        outcome,
      });
    });
  });
  const scale = { name: 'level', minGap: 0.02, minGapRule: 'as set' } as const;
  const sequences = sequencesOf(rows, { scale, dropOutcomeOfUnusedRows: false });
  const evaluate = likelihoodWithGradient(trustPanel(sequences, { unit: 1, referenceGap: 1 }));
  const start = Float64Array.from([0.5, 0.2, 0.1, 0.1, 0.05, lnSe, 0]);
  expect(start).toHaveLength(THETA_LENGTH);
  return minimise(
    (theta, gradient) => {
      const value = evaluate(theta, gradient);
      gradient.forEach((slope, j) => (gradient[j] = -slope));
      return -value;
    },
    start,
    { lower: [-2, 0, 0, 0, 0, lnSe, 0], upper: [3, 2, 0.98, 0.98, 2, lnSe, 0] },
  ).x;
}
