/** Variance of f(theta) = gradient' Sigma gradient, first order. */
export function deltaVariance(
  gradient: ArrayLike<number>,
  covariance: readonly (readonly number[])[],
): number {
  let variance = 0;
  for (const [i, row] of covariance.entries())
    for (const [j, value] of row.entries()) variance += (gradient[i] ?? 0) * value * (gradient[j] ?? 0);
  return Math.max(0, variance);
}
