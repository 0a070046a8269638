import { symmetricEigen } from './symmetric-eigen.ts';

const SMALL = 0.4; // trace, and so every eigenvalue, below which the series is shorter than eigenvalues are

/** (I - G)^(-1/2) x for each x, G the leverage Q_c'Q_c of a cluster, eigenvalues in [0,1]. Directions the cluster alone
 *  decides (eigenvalue 1) have no residual: they give 0, the Moore-Penrose inverse. */
export function withoutLeverage(
  G: readonly (readonly number[])[],
  xs: readonly (readonly number[])[],
): number[][] {
  const trace = G.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
  if (trace < SMALL) return xs.map((x) => bySeries(G, x));
  const { values, vectors } = symmetricEigen(G);
  const roots = values.map((value) => (1 - value > 1e-10 ? 1 / Math.sqrt(1 - value) : 0));
  return xs.map((x) => {
    const along = vectors.map((vector, k) => (roots[k] ?? 0) * dot(vector, x));
    return x.map((_, i) => vectors.reduce((sum, vector, k) => sum + (vector[i] ?? 0) * (along[k] ?? 0), 0));
  });
}

/** (1 - l)^(-1/2) = 1 + l/2 + 3 l^2/8 + .., each coefficient (2k-1)/(2k) times the one before. */
function bySeries(G: readonly (readonly number[])[], x: readonly number[]): number[] {
  const sum = [...x];
  const enough = 1e-34 * dot(x, x);
  let term = [...x];
  for (let k = 1; dot(term, term) > enough; k++) {
    const factor = (2 * k - 1) / (2 * k);
    const before = term;
    term = G.map((row) => factor * dot(row, before));
    for (const [i, value] of term.entries()) sum[i] = (sum[i] ?? 0) + value;
  }
  return sum;
}

export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
