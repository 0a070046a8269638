import type { CrossFitTask } from '../learner.ts';
import { partOf, splitRows } from '../learner.ts';
import type { Design } from './design.ts';
import { elasticNet, strengths } from './elastic-net.ts';
import type { Quadratic } from './elastic-net.ts';
import { mirror } from './gram.ts';

const STEPS = 10;
const ROUNDS = 25; // Newton steps at one strength

/** Coefficients of a penalised logistic regression for every fold, learnt without it. The strength of the penalty is the one
 *  with the least loss on a fifth of the rows learnt from. */
export function logisticByFold(design: Design, task: CrossFitTask, mix: number): Float64Array[] {
  return Array.from({ length: task.count }, (_, fold) => {
    const { train } = splitRows(task, fold);
    const held = train.filter((i) => partOf(i, 5) === 0);
    const learnt = train.filter((i) => partOf(i, 5) !== 0);
    const path = strengths(newtonAt(design, task.y, train, new Float64Array(design.width)).slope, mix, STEPS);
    const errors = alongPath(design, task.y, learnt, path, mix).map((b) => lossAt(design, task.y, held, b));
    const chosen = errors.indexOf(Math.min(...errors));
    return (
      alongPath(design, task.y, train, path.slice(0, chosen + 1), mix).at(-1) ??
      new Float64Array(design.width)
    );
  });
}

function alongPath(
  design: Design,
  y: Float64Array,
  rows: Uint32Array,
  path: readonly number[],
  mix: number,
): Float64Array[] {
  const b = new Float64Array(design.width);
  return path.map((strength) => {
    for (let round = 0; round < ROUNDS; round++) {
      const before = Float64Array.from(b);
      elasticNet(newtonAt(design, y, rows, b).quadratic, { strength, mix }, b);
      if (b.every((value, j) => Math.abs(value - (before[j] as number)) < 1e-6)) break;
    }
    return Float64Array.from(b);
  });
}

/** The loss around b as a quadratic: G = X'WX / n, c = G b + X'(y - p) / n, with W = max(p (1 - p), 1e-5) so that a step stays
 *  bounded where classes are all but separated. Friedman, Hastie & Tibshirani (2010), section 3. */
function newtonAt(
  { width, values }: Design,
  y: Float64Array,
  rows: Uint32Array,
  b: Float64Array,
): { quadratic: Quadratic; slope: Float64Array } {
  const g = new Float64Array(width * width);
  const slope = new Float64Array(width);
  for (const i of rows) {
    const at = i * width;
    const p = probability(values, at, b);
    const residual = ((y[i] as number) - p) / rows.length;
    const weight = Math.max(1e-5, p * (1 - p)) / rows.length;
    for (let a = 0; a < width; a++) {
      const value = values[at + a] as number;
      slope[a] = (slope[a] as number) + residual * value;
      for (let k = a; k < width; k++)
        g[a * width + k] = (g[a * width + k] as number) + weight * value * (values[at + k] as number);
    }
  }
  mirror(g, width);
  const c = slope.map((value, a) =>
    b.reduce((sum, coefficient, k) => sum + (g[a * width + k] as number) * coefficient, value),
  );
  return { quadratic: { width, g, c }, slope };
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

function lossAt({ width, values }: Design, y: Float64Array, rows: Uint32Array, b: Float64Array): number {
  let sum = 0;
  for (const i of rows) {
    const f = linear(values, i * width, b);
    sum += Math.max(f, 0) - (y[i] as number) * f + Math.log1p(Math.exp(-Math.abs(f)));
  }
  return sum;
}
