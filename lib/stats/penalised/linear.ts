import type { CrossFitTask } from '../learner.ts';
import type { Design } from './design.ts';
import { elasticNet, strengths } from './elastic-net.ts';
import type { Quadratic } from './elastic-net.ts';
import { foldGrams, squaredError, without } from './gram.ts';
import type { Gram } from './gram.ts';

const STEPS = 30;

/** Coefficients for every fold, learnt without it. The strength of the penalty is the one with the least squared error in the
 *  folds learnt from, each predicted from the others; all of it is arithmetic on the sums of the folds. */
export function linearByFold(design: Design, task: CrossFitTask, mix: number): Float64Array[] {
  const grams = foldGrams(design, task.y, task);
  return grams.map((_, fold) => {
    const whole = without(grams, [fold]);
    const path = strengths(slopesAtMean(whole), mix, STEPS);
    const inner = grams.map((_gram, k) => k).filter((k) => k !== fold && (grams[k]?.n ?? 0) > 0);
    const errors = inner.length < 2 ? [] : inner.map((k) => pathErrors(grams, [fold, k], k, path, mix));
    const total = path.map((_strength, s) => errors.reduce((sum, error) => sum + (error[s] ?? 0), 0));
    const chosen = errors.length === 0 ? path.length - 1 : total.indexOf(Math.min(...total));
    return alongPath(whole, path.slice(0, chosen + 1), mix).at(-1) ?? new Float64Array(design.width);
  });
}

function pathErrors(
  grams: readonly Gram[],
  left: number[],
  held: number,
  path: number[],
  mix: number,
): number[] {
  const test = grams[held];
  if (!test) return [];
  return alongPath(without(grams, left), path, mix).map((b) => squaredError(test, b) * test.n);
}

/** Solutions along a path, each begun at the one before. */
function alongPath(gram: Gram, path: readonly number[], mix: number): Float64Array[] {
  const b = new Float64Array(gram.width);
  const quadratic = meanOf(gram);
  return path.map((strength) => {
    elasticNet(quadratic, { strength, mix }, b);
    return Float64Array.from(b);
  });
}

function meanOf({ width, xx, xy, n }: Gram): Quadratic {
  return { width, g: xx.map((value) => value / n), c: xy.map((value) => value / n) };
}

/** X'(y - mean) / n of the penalised columns. */
function slopesAtMean({ xx, xy, n }: Gram): Float64Array {
  const mean = (xy[0] ?? 0) / n;
  return xy.map((value, j) => (j === 0 ? 0 : (value - mean * (xx[j] as number)) / n));
}
