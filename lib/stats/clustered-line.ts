/** The least-squares line y = t0 + t1 x. */
export interface ClusteredLine {
  readonly intercept: number;
  readonly slope: number;
  /** Of (intercept, slope): Var(t0), Cov, Var(t1); null with fewer than two clusters. */
  readonly covariance: readonly [number, number, number] | null;
  readonly clusters: number;
  readonly n: number;
}

/** Line through points of clusters that are independent of each other, but not inside, with the sandwich covariance
 *      C/(C-1) (n-1)/(n-2) (X'X)^-1 (sum_i X_i'e_i e_i'X_i) (X'X)^-1      C clusters
 *  Undefined for fewer than three points or where x does not vary. Cameron & Miller (2015), Journal of Human Resources
 *  50, section II, with the finite-sample factor of Stata. */
export function clusteredLine(
  clusters: readonly (readonly (readonly [x: number, y: number])[])[],
): ClusteredLine | undefined {
  const points = clusters.flat();
  const n = points.length;
  if (n < 3) return undefined;
  const mx = points.reduce((sum, [x]) => sum + x, 0) / n;
  const my = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const sxx = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  if (!(sxx > 1e-12 * n * mx * mx)) return undefined;
  const slope = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / sxx;
  const filled = clusters.filter((cluster) => cluster.length > 0);
  const C = filled.length;
  const line = { intercept: my - slope * mx, slope, clusters: C, n };
  if (C < 2) return { ...line, covariance: null };
  // about the means the two parameters are orthogonal: my has variance a, slope has b, and c between them
  let [a, b, c] = [0, 0, 0];
  for (const cluster of filled) {
    let [u, v] = [0, 0];
    for (const [x, y] of cluster) {
      const e = y - my - slope * (x - mx);
      u += e / n;
      v += (e * (x - mx)) / sxx;
    }
    a += u * u;
    b += v * v;
    c += u * v;
  }
  const factor = ((C / (C - 1)) * (n - 1)) / (n - 2);
  const covariance = [a - 2 * mx * c + mx * mx * b, c - mx * b, b].map((value) => factor * value);
  return { ...line, covariance: [covariance[0] ?? 0, covariance[1] ?? 0, covariance[2] ?? 0] };
}
