import { inner, orthonormal, solveTransposed, solveUpper, type Orthonormal } from './orthonormal.ts';
import { dot, withoutLeverage } from './leverage-root.ts';

/** A regression by columns, every column as long as y. */
export interface ClusteredDesign {
  readonly y: Float64Array;
  readonly columns: readonly Float64Array[];
  readonly cluster: Int32Array; // 0 .. clusters - 1
  readonly weights?: Float64Array; // >= 0; by default 1
}

/** Least squares on an orthonormal basis Q of the columns, X = Q R. Rows carry the root of their weight. */
export interface ClusteredFit {
  readonly basis: Orthonormal;
  readonly coefficients: readonly number[];
  readonly n: number;
  readonly clusters: number; // with at least one row of positive weight
  readonly residualShare: number; // residual sum of squares over sum of squares of y
  readonly scores: readonly (readonly number[])[]; // Q_c'e_c, by cluster
  readonly rows: readonly Int32Array[]; // the rows of each cluster
}

/** The number of the first column that follows from those before it, where there is one. */
export type NoFit = { readonly dependent: number };

export function clusteredFit({ y, columns, cluster, weights }: ClusteredDesign): ClusteredFit | NoFit {
  const root = weights?.map(Math.sqrt);
  const scaled = (column: Float64Array): Float64Array =>
    root ? column.map((value, i) => value * (root[i] ?? 0)) : column;
  const basis = orthonormal(columns.map(scaled));
  if ('dependent' in basis) return basis;
  const target = scaled(y);
  const along = basis.q.map((unit) => inner(unit, target));
  const residual = target.slice();
  for (const [k, unit] of basis.q.entries())
    for (let i = 0; i < residual.length; i++)
      residual[i] = (residual[i] ?? 0) - (along[k] ?? 0) * (unit[i] ?? 0);
  const rows = rowsOf(cluster);
  const present = rows.filter((own) => own.some((i) => (weights?.[i] ?? 1) > 0)).length;
  return {
    basis,
    coefficients: solveUpper(basis, along),
    n: y.length,
    clusters: present,
    residualShare: inner(residual, residual) / inner(target, target),
    scores: rows.map((own) =>
      basis.q.map((unit) => sumOver(own, (i) => (unit[i] ?? 0) * (residual[i] ?? 0))),
    ),
    rows,
  };
}

/** The rows of each cluster, in their order. */
function rowsOf(cluster: Int32Array): Int32Array[] {
  const sizes = new Int32Array(cluster.reduce((most, c) => Math.max(most, c + 1), 0));
  for (const c of cluster) sizes[c] = (sizes[c] ?? 0) + 1;
  const rows = Array.from(sizes, (size) => new Int32Array(size));
  sizes.fill(0);
  for (const [i, c] of cluster.entries()) {
    const at = sizes[c] ?? 0;
    (rows[c] ?? sizes)[at] = i;
    sizes[c] = at + 1;
  }
  return rows;
}

function sumOver(rows: Int32Array, value: (row: number) => number): number {
  let sum = 0;
  for (const i of rows) sum += value(i);
  return sum;
}

/** Q_c'Q_c of some rows; made when it is needed: all of them at once would not fit where sellers and covariates are many. */
function leverageOf({ q }: Orthonormal, rows: Int32Array): number[][] {
  const G = q.map(() => q.map(() => 0));
  for (const [j, unit] of q.entries())
    for (let k = 0; k <= j; k++) {
      const other = q[k] ?? unit;
      const value = sumOver(rows, (i) => (unit[i] ?? 0) * (other[i] ?? 0));
      (G[j] ?? [])[k] = value;
      (G[k] ?? [])[j] = value;
    }
  return G;
}

/** CR1: as Stata and R's estimatr `stata`. CR2: as estimatr's default and clubSandwich; HC2 with clusters of one row. */
export type ClusterRobust = 'CR1' | 'CR2';

/** c'b of a fit. */
export interface Contrast {
  readonly estimate: number;
  readonly se: number;
  readonly df: number; // degrees of freedom of its t statistic
  readonly influence: Float64Array; // psi_c, by cluster: se^2 = sum of psi_c^2
}

/** c'b with a variance that lets rows of a cluster depend on each other in any way. With w = R'^-1 c, e residuals,
 *      CR1   psi_c = f w'Q_c'e_c    f^2 = C/(C-1) (n-1)/(n-p)                        df C - 1
 *      CR2   psi_c = w'(I - Q_c'Q_c)^(-1/2) Q_c'e_c                                  df of Satterthwaite
 *  CR2 is unbiased where errors are independent with one variance. Bell & McCaffrey (2002), Survey Methodology 28(2);
 *  Pustejovsky & Tipton (2018), Journal of Business & Economic Statistics 36(4). Its degrees of freedom are
 *  (tr B)^2 / tr B^2, B_ij = [i=j] a_i'a_i - b_i'b_j, a_i = Q_i u_i, b_i = Q_i'a_i, u_i = (I - Q_i'Q_i)^(-1/2) w: their
 *  formulas on an orthonormal basis, where only p x p matrices are left. */
export function contrast(fit: ClusteredFit, c: readonly number[], robust: ClusterRobust): Contrast {
  const w = solveTransposed(fit.basis, c);
  const estimate = dot(c, fit.coefficients);
  if (robust === 'CR2') return { estimate, ...satterthwaite(fit, w) };
  const { n, clusters, scores } = fit;
  const factor = Math.sqrt((clusters / (clusters - 1)) * ((n - 1) / (n - c.length)));
  const influence = Float64Array.from(scores, (score) => factor * dot(w, score));
  return { estimate, se: Math.sqrt(inner(influence, influence)), df: clusters - 1, influence };
}

function satterthwaite(
  { scores, rows, basis }: ClusteredFit,
  w: readonly number[],
): Omit<Contrast, 'estimate'> {
  const influence = new Float64Array(scores.length);
  const S = w.map(() => w.map(() => 0)); // sum of b_i b_i'
  let [trace, diagonal] = [0, 0];
  for (const [i, members] of rows.entries()) {
    if (members.length === 0) continue;
    const G = leverageOf(basis, members);
    const score = scores[i] ?? [];
    const [u = [], corrected = []] = withoutLeverage(G, [w, score]);
    influence[i] = dot(w, corrected);
    const b = G.map((row) => dot(row, u));
    const [own, bb] = [dot(u, b), dot(b, b)];
    trace += own - bb;
    diagonal += own * own - 2 * own * bb;
    for (const [j, row] of S.entries())
      for (const [k, value] of b.entries()) row[k] = (row[k] ?? 0) + (b[j] ?? 0) * value;
  }
  const square = diagonal + S.reduce((sum, row) => sum + dot(row, row), 0);
  return { influence, se: Math.sqrt(inner(influence, influence)), df: (trace * trace) / square };
}
