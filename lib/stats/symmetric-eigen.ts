/** A = V diag(values) V' of a symmetric matrix, columns of V orthonormal. */
export interface SymmetricEigen {
  readonly values: readonly number[];
  readonly vectors: readonly (readonly number[])[]; // vectors[k]: of values[k]
}

/** By Jacobi rotations: for small matrices. Golub & Van Loan (2013), Matrix Computations, 4th ed., section 8.5. */
export function symmetricEigen(matrix: readonly (readonly number[])[]): SymmetricEigen {
  const n = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const v = matrix.map((_, k) => Float64Array.from(matrix, (_row, i) => (i === k ? 1 : 0))); // rows: vectors
  for (let sweep = 0; sweep < 60 && offDiagonal(a) > 0; sweep++)
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, p, q);
  return { values: a.map((row, i) => row[i] ?? 0), vectors: v.map((row) => Array.from(row)) };
}

/** Sum of squares off the diagonal; 0 where they vanish beside it. */
function offDiagonal(a: readonly Float64Array[]): number {
  let [off, all] = [0, 0];
  for (const [i, row] of a.entries())
    for (const [j, value] of row.entries()) {
      all += value * value;
      if (i !== j) off += value * value;
    }
  return off > 1e-31 * all ? off : 0;
}

function rotate(a: readonly Float64Array[], v: readonly Float64Array[], p: number, q: number): void {
  const [rowP, rowQ, vectorP, vectorQ] = [a[p], a[q], v[p], v[q]];
  if (!rowP || !rowQ || !vectorP || !vectorQ) return;
  const apq = rowP[q] ?? 0;
  if (apq === 0) return;
  const theta = ((rowQ[q] ?? 0) - (rowP[p] ?? 0)) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (const row of a) turn(row, row, p, q, c, s);
  for (const k of rowP.keys()) turn(rowP, rowQ, k, k, c, s);
  for (const k of vectorP.keys()) turn(vectorP, vectorQ, k, k, c, s);
}

function turn(x: Float64Array, y: Float64Array, i: number, j: number, c: number, s: number): void {
  const [first, second] = [x[i] ?? 0, y[j] ?? 0];
  x[i] = c * first - s * second;
  y[j] = s * first + c * second;
}
