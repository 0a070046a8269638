/** X = Q R: columns of Q orthonormal, R upper triangular. */
export interface Orthonormal {
  readonly q: readonly Float64Array[];
  readonly r: readonly (readonly number[])[]; // r[j][k], k <= j: column j of R
}

const INDEPENDENT = 1e-9; // what must be left of a column's length beside the columns before it

/** QR of the columns of a design by Gram-Schmidt, each column twice ("twice is enough": Giraud, Langou & Rozloznik 2005).
 *  The number of the first column that follows from those before it where there is one. Lengths of columns may differ by
 *  any factor. */
export function orthonormal(columns: readonly Float64Array[]): Orthonormal | { readonly dependent: number } {
  const q: Float64Array[] = [];
  const r: number[][] = [];
  for (const [j, column] of columns.entries()) {
    const largest = column.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (!(largest > 0)) return { dependent: j };
    const left = column.map((value) => value / largest);
    const before = Math.sqrt(inner(left, left));
    const parts = q.map(() => 0);
    for (let pass = 0; pass < 2; pass++)
      for (const [k, unit] of q.entries()) {
        const along = inner(unit, left);
        parts[k] = (parts[k] ?? 0) + along * largest;
        for (let i = 0; i < left.length; i++) left[i] = (left[i] ?? 0) - along * (unit[i] ?? 0);
      }
    const length = Math.sqrt(inner(left, left));
    if (!(length > INDEPENDENT * before)) return { dependent: j };
    q.push(left.map((value) => value / length));
    r.push([...parts, length * largest]);
  }
  return { q, r };
}

/** b with R b = z. */
export function solveUpper({ r }: Orthonormal, z: readonly number[]): number[] {
  const b = [...z];
  for (let j = r.length - 1; j >= 0; j--) {
    b[j] = (b[j] ?? 0) / (r[j]?.[j] ?? 1);
    for (let k = 0; k < j; k++) b[k] = (b[k] ?? 0) - (r[j]?.[k] ?? 0) * (b[j] ?? 0);
  }
  return b;
}

/** w with R'w = c. */
export function solveTransposed({ r }: Orthonormal, c: readonly number[]): number[] {
  const w: number[] = [];
  for (const [j, column] of r.entries()) {
    const sum = w.reduce((total, value, k) => total + (column[k] ?? 0) * value, 0);
    w.push(((c[j] ?? 0) - sum) / (column[j] ?? 1));
  }
  return w;
}

export function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
