export interface ClusteredMean {
  readonly mean: number;
  readonly se: number | null; // null with fewer than two clusters
  readonly clusters: number;
  readonly n: number;
}

/** Mean of all values with the standard error of clusters that are independent of each other, but not inside:
 *      Var = C/(C-1) sum_i (S_i - mean n_i)^2 / n^2      S_i, n_i: sum and count of cluster i, C clusters
 *  Undefined for no values. Cameron & Miller (2015), section II, for a mean. */
export function clusteredMean(clusters: readonly (readonly number[])[]): ClusteredMean | undefined {
  const filled = clusters.filter((values) => values.length > 0);
  const n = filled.reduce((sum, values) => sum + values.length, 0);
  if (n === 0) return undefined;
  const sums = filled.map(total);
  const mean = total(sums) / n;
  const C = filled.length;
  if (C < 2) return { mean, se: null, clusters: C, n };
  const squares = total(sums.map((sum, i) => (sum - mean * (filled[i]?.length ?? 0)) ** 2));
  return { mean, se: Math.sqrt((C / (C - 1)) * squares) / n, clusters: C, n };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
