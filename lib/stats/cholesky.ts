/** Lower factor L of a symmetric positive definite matrix, A = L L'; undefined if it is not one. For the small
 *  matrices of parameter covariances: rows of plain numbers. */
export function cholesky(a: readonly (readonly number[])[]): number[][] | undefined {
  const factor: number[][] = [];
  for (const [i, row] of a.entries()) {
    const built: number[] = [];
    factor.push(built);
    for (let j = 0; j <= i; j++) {
      const other = factor[j] ?? [];
      let sum = row[j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (built[k] ?? 0) * (other[k] ?? 0);
      if (i !== j) built.push(sum / (other[j] ?? 0));
      else if (sum > 1e-13 * Math.abs(row[i] ?? 0)) built.push(Math.sqrt(sum));
      else return undefined;
    }
  }
  return factor;
}

/** Lower factor L of a symmetric positive semidefinite matrix, A = L L': a column is zero where a variable follows from
 *  those before it, as where two parameters are tied. */
export function semidefiniteFactor(a: readonly (readonly number[])[]): number[][] {
  const factor = a.map((row) => row.map(() => 0));
  const before = (i: number, j: number): number =>
    dot((factor[i] ?? []).slice(0, j), (factor[j] ?? []).slice(0, j));
  for (const [j, row] of a.entries()) {
    const pivot = (row[j] ?? 0) - before(j, j);
    if (!(pivot > 1e-10 * (row[j] ?? 0))) continue;
    for (let i = j; i < a.length; i++)
      (factor[i] ?? [])[j] = ((a[i]?.[j] ?? 0) - before(i, j)) / Math.sqrt(pivot);
  }
  return factor;
}

/** A^-1 of a symmetric positive definite matrix, undefined if it is not one. */
export function inverseOf(a: readonly (readonly number[])[]): number[][] | undefined {
  const factor = cholesky(a);
  if (!factor) return undefined;
  const columns = a.map((_, j) => solveLower(factor, j));
  return a.map((_, i) => a.map((_row, j) => dot(columns[i] ?? [], columns[j] ?? [])));
}

/** L^-1 e_j: with it, entry (i,j) of A^-1 = (L^-1)' L^-1 is a dot product of two such columns. */
function solveLower(factor: readonly (readonly number[])[], j: number): number[] {
  const x: number[] = [];
  for (const [i, row] of factor.entries())
    x.push(((i === j ? 1 : 0) - dot(row.slice(0, i), x)) / (row[i] ?? 1));
  return x;
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let k = 0; k < Math.min(a.length, b.length); k++) sum += (a[k] ?? 0) * (b[k] ?? 0);
  return sum;
}
