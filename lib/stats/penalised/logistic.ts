import type { CrossFitTask } from '../learner.ts';
import { splitRows, tenthsOf } from '../learner.ts';
import type { Design } from './design.ts';
import { elasticNet, strengths } from './elastic-net.ts';
import type { Quadratic } from './elastic-net.ts';
import { mirror } from './gram.ts';

const STEPS = 10;
const ROUNDS = 25; // Newton steps at the last strength; on the way to it one is enough

/** Coefficients of a penalised logistic regression for every fold, learnt without it. The strength of the penalty is the one
 *  with the least loss on a fifth of the rows learnt from. */
export function logisticByFold(design: Design, task: CrossFitTask, mix: number): Float64Array[] {
  const tenths = tenthsOf(task);
  return Array.from({ length: task.count }, (_, fold) => {
    const { train } = splitRows(task, fold);
    const held = train.filter((i) => (tenths[i] as number) < 2);
    const learnt = train.filter((i) => (tenths[i] as number) >= 2);
    const whole = { ...design, y: task.y, ...(task.weights && { weights: task.weights }) };
    const path = strengths(slopesAtMean(whole, train), mix, STEPS);
    const errors = alongPath(whole, learnt, path, mix).map((b) => lossAt(whole, held, b));
    const chosen = errors.indexOf(Math.min(...errors));
    return alongPath(whole, train, path.slice(0, chosen + 1), mix).at(-1) ?? new Float64Array(design.width);
  });
}

interface Classified extends Design {
  readonly y: Float64Array;
  readonly weights?: Float64Array;
}

function alongPath(
  data: Classified,
  rows: Uint32Array,
  path: readonly number[],
  mix: number,
): Float64Array[] {
  const b = new Float64Array(data.width);
  return path.map((strength, step) => {
    for (let round = 0; round < (step + 1 < path.length ? 1 : ROUNDS); round++) {
      const before = Float64Array.from(b);
      elasticNet(newtonAt(data, rows, b), { strength, mix }, b);
      if (b.every((value, j) => Math.abs(value - (before[j] as number)) < 1e-5)) break;
    }
    return Float64Array.from(b);
  });
}

/** The slopes of the penalised coefficients where only the intercept is fitted: X'(y - mean y) / n. */
function slopesAtMean({ width, values, y, weights }: Classified, rows: Uint32Array): Float64Array {
  const slopes = new Float64Array(width);
  const total = rows.reduce((sum, i) => sum + (weights?.[i] ?? 1), 0);
  const mean = rows.reduce((sum, i) => sum + (weights?.[i] ?? 1) * (y[i] as number), 0) / total;
  for (const i of rows)
    for (let a = 1; a < width; a++)
      slopes[a] =
        (slopes[a] as number) +
        ((weights?.[i] ?? 1) * (values[i * width + a] as number) * ((y[i] as number) - mean)) / total;
  return slopes;
}

/** The loss around b as a quadratic: G = X'WX / n, c = G b + X'(y - p) / n, with W = max(p (1 - p), 1e-5) so that a step stays
 *  bounded where classes are all but separated; both weighted. Friedman, Hastie & Tibshirani (2010), section 3. */
function newtonAt({ width, values, y, weights }: Classified, rows: Uint32Array, b: Float64Array): Quadratic {
  const g = new Float64Array(width * width);
  const c = new Float64Array(width);
  let total = 0;
  for (const i of rows) {
    const at = i * width;
    const weight = weights?.[i] ?? 1;
    const f = linear(values, at, b);
    const p = 1 / (1 + Math.exp(-f));
    const curvature = weight * Math.max(1e-5, p * (1 - p));
    const working = weight * ((y[i] as number) - p) + curvature * f; // (y - p + W x'b), of which X' is c
    total += weight;
    for (let a = 0; a < width; a++) {
      const value = values[at + a] as number;
      c[a] = (c[a] as number) + working * value;
      for (let k = a; k < width; k++)
        g[a * width + k] = (g[a * width + k] as number) + curvature * value * (values[at + k] as number);
    }
  }
  mirror(g, width);
  return { width, g: g.map((value) => value / total), c: c.map((value) => value / total) };
}

/** 1 / (1 + e^-x'b) of the row that begins at `at`. */
export function probability(values: Float64Array, at: number, b: Float64Array): number {
  return 1 / (1 + Math.exp(-linear(values, at, b)));
}

/** x'b of the row that begins at `at`. */
export function linear(values: Float64Array, at: number, b: Float64Array): number {
  let sum = 0;
  for (let a = 0; a < b.length; a++) sum += (values[at + a] as number) * (b[a] as number);
  return sum;
}

function lossAt({ width, values, y, weights }: Classified, rows: Uint32Array, b: Float64Array): number {
  let sum = 0;
  for (const i of rows) {
    const f = linear(values, i * width, b);
    const loss = Math.max(f, 0) - (y[i] as number) * f + Math.log1p(Math.exp(-Math.abs(f)));
    sum += (weights?.[i] ?? 1) * loss;
  }
  return sum;
}
