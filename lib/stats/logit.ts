import { inverseOf } from './cholesky.ts';

/** A logistic regression without penalty. */
export interface Logit {
  readonly probabilities: Float64Array;
  readonly inverseInformation: readonly (readonly number[])[]; // [sum p(1-p) x x']^-1
}

/** P(d = 1) = 1 / (1 + exp(-x'b)) by Newton's method; undefined where the columns are not independent, or where d follows from
 *  them, so that no maximum exists.
 *  @param columns their lengths should be of one size */
export function fitLogit(columns: readonly Float64Array[], d: Float64Array): Logit | undefined {
  let b = columns.map(() => 0);
  let before = Infinity;
  for (let step = 0; step < 60; step++) {
    const probabilities = predicted(columns, b);
    const inverseInformation = inverseOf(information(columns, probabilities));
    if (!inverseInformation) return undefined;
    const gradient = columns.map((x) =>
      x.reduce((sum, value, i) => sum + value * ((d[i] ?? 0) - (probabilities[i] ?? 0)), 0),
    );
    const move = inverseInformation.map((row) => row.reduce((sum, v, j) => sum + v * (gradient[j] ?? 0), 0));
    const decrement = move.reduce((sum, value, j) => sum + value * (gradient[j] ?? 0), 0);
    if (decrement < 1e-18 * d.length || (decrement < 1e-10 && decrement >= before))
      return { probabilities, inverseInformation };
    before = decrement;
    const shorter = 1 / Math.max(1, Math.sqrt(decrement / d.length));
    b = b.map((value, j) => value + shorter * (move[j] ?? 0));
  }
  return undefined;
}

function predicted(columns: readonly Float64Array[], b: readonly number[]): Float64Array {
  const eta = new Float64Array(columns[0]?.length ?? 0);
  for (const [j, x] of columns.entries())
    for (let i = 0; i < eta.length; i++) eta[i] = (eta[i] ?? 0) + (b[j] ?? 0) * (x[i] ?? 0);
  return eta.map((value) => 1 / (1 + Math.exp(-value)));
}

function information(columns: readonly Float64Array[], p: Float64Array): number[][] {
  const weight = p.map((value) => value * (1 - value));
  return columns.map((x) =>
    columns.map((z) => x.reduce((sum, value, i) => sum + value * (z[i] ?? 0) * (weight[i] ?? 0), 0)),
  );
}
