/** A quadratic in b: b'Gb / 2 - c'b, G row-major, positive semidefinite. */
export interface Quadratic {
  readonly width: number;
  readonly g: Float64Array;
  readonly c: Float64Array;
}

export interface Penalty {
  readonly strength: number; // >= 0
  readonly mix: number; // 1: lasso, 0: ridge
}

const SWEEPS = 1000;

/** Minimises  b'Gb / 2 - c'b + strength (mix |b|_1 + (1 - mix) |b|^2 / 2)  by coordinate descent; the first coefficient, of the
 *  intercept, is free. Starts at `b` and writes the solution there. Friedman, Hastie & Tibshirani (2010), section 2. */
export function elasticNet({ width, g, c }: Quadratic, { strength, mix }: Penalty, b: Float64Array): void {
  const slope = Float64Array.from({ length: width }, (_, j) => (c[j] as number) - rowTimes(g, j, b)); // c - Gb
  const scale = Math.max(1e-300, ...c.map(Math.abs));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let largest = 0;
    for (let j = 0; j < width; j++) {
      const curvature = g[j * width + j] as number;
      if (!(curvature > 1e-12)) continue;
      const before = b[j] as number;
      const pull = (slope[j] as number) + curvature * before;
      const after =
        j === 0 ? pull / curvature : shrunk(pull, strength * mix) / (curvature + strength * (1 - mix));
      if (after === before) continue;
      b[j] = after;
      for (let k = 0; k < width; k++)
        slope[k] = (slope[k] as number) - (g[j * width + k] as number) * (after - before);
      largest = Math.max(largest, curvature * Math.abs(after - before));
    }
    if (largest < 1e-9 * scale) return;
  }
}

function rowTimes(g: Float64Array, j: number, b: Float64Array): number {
  const width = b.length;
  let sum = 0;
  for (let k = 0; k < width; k++) sum += (g[j * width + k] as number) * (b[k] as number);
  return sum;
}

function shrunk(value: number, by: number): number {
  return Math.sign(value) * Math.max(0, Math.abs(value) - by);
}

/** Strengths from the smallest that leaves all coefficients at 0 downwards, evenly in logarithms: `slopes` are those of the
 *  penalised coefficients where only the intercept is fitted. */
export function strengths(slopes: Float64Array, mix: number, count: number, ratio = 1e-3): number[] {
  const top = Math.max(1e-12, ...slopes.map(Math.abs)) / Math.max(mix, 1e-2);
  return Array.from({ length: count }, (_, k) => top * ratio ** (k / (count - 1)));
}
