import type { Objective } from './l-bfgs.ts';

/** Second derivatives by central differences of the gradient, symmetrised; `over` are the variables to differentiate
 *  by. Step 1e-3 as in docs/model.md 6.4: errors of the gradient (about 1e-10) stay far below it. */
export function hessianOf(
  objective: Objective,
  x: Float64Array,
  over: readonly number[],
  step = 1e-3,
): number[][] {
  const up = new Float64Array(x.length);
  const down = new Float64Array(x.length);
  const rows = over.map((i) => {
    objective(shifted(x, i, step), up);
    objective(shifted(x, i, -step), down);
    return over.map((j) => ((up[j] as number) - (down[j] as number)) / (2 * step));
  });
  return rows.map((row, i) => row.map((value, j) => (value + (rows[j]?.[i] ?? value)) / 2));
}

export function shifted(x: Float64Array, i: number, by: number): Float64Array {
  const result = x.slice();
  result[i] = (result[i] as number) + by;
  return result;
}
