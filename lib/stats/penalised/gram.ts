import type { Design } from './design.ts';

/** Weighted sums over some rows: X'X (width x width, row-major), X'y, y'y and the weights. With an intercept in X, all that least
 *  squares under a quadratic loss ever needs. */
export interface Gram {
  readonly width: number;
  readonly xx: Float64Array;
  readonly xy: Float64Array;
  readonly yy: number;
  readonly n: number;
}

export interface FoldRows {
  readonly folds: Uint8Array;
  readonly count: number;
  readonly learnFrom?: Uint8Array;
  readonly weights?: Float64Array;
}

/** The sums of every fold, in one pass over the rows that may be learnt from. Whatever is learnt without a fold is total - fold. */
export function foldGrams({ rows, width, values }: Design, y: Float64Array, task: FoldRows): Gram[] {
  const sums = Array.from({ length: task.count }, () => ({
    width,
    xx: new Float64Array(width * width),
    xy: new Float64Array(width),
    yy: 0,
    n: 0,
  }));
  for (let i = 0; i < rows; i++) {
    const sum = sums[task.folds[i] as number];
    if (!sum || (task.learnFrom?.[i] ?? 1) !== 1) continue;
    const weight = task.weights?.[i] ?? 1;
    addRow(sum, values, i * width, y[i] as number, weight);
    sum.yy += weight * (y[i] as number) ** 2;
    sum.n += weight;
  }
  for (const { xx } of sums) mirror(xx, width);
  return sums;
}

function addRow({ xx, xy, width }: Gram, values: Float64Array, at: number, y: number, weight: number): void {
  for (let a = 0; a < width; a++) {
    const value = weight * (values[at + a] as number);
    xy[a] = (xy[a] as number) + value * y;
    for (let b = a; b < width; b++)
      xx[a * width + b] = (xx[a * width + b] as number) + value * (values[at + b] as number);
  }
}

/** Fills the lower triangle from the upper. */
export function mirror(xx: Float64Array, width: number): void {
  for (let a = 1; a < width; a++) for (let b = 0; b < a; b++) xx[a * width + b] = xx[b * width + a] as number;
}

/** The sum of all but some. */
export function without(grams: readonly Gram[], left: readonly number[]): Gram {
  const kept = grams.filter((_, k) => !left.includes(k));
  const [first, ...others] = kept;
  if (!first) throw new RangeError('without requires a fold that is left');
  return others.reduce(plus, first);
}

function plus(a: Gram, b: Gram): Gram {
  return { width: a.width, xx: added(a.xx, b.xx), xy: added(a.xy, b.xy), yy: a.yy + b.yy, n: a.n + b.n };
}

function added(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, k) => value + (b[k] as number));
}

/** Mean squared error of coefficients on the rows of a Gram: (y'y - 2 b'X'y + b'X'X b) / n. */
export function squaredError({ width, xx, xy, yy, n }: Gram, coefficients: Float64Array): number {
  let sum = yy;
  for (let a = 0; a < width; a++) {
    let row = 0;
    for (let b = 0; b < width; b++) row += (xx[a * width + b] as number) * (coefficients[b] as number);
    sum += (coefficients[a] as number) * (row - 2 * (xy[a] as number));
  }
  return sum / n;
}
