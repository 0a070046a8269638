/** What is believed of a process's effect on trust per unit it reaches: normal. */
export interface Belief {
  readonly mean: number;
  readonly variance: number;
}

/** Estimates drawn towards no effect, so that the luckiest of many does not look best (Efron & Morris 1975; the spread
 *  about zero by the method of moments):
 *      b_j ~ N(beta_j, s_j^2),   beta_j ~ N(0, tau2),   tau2 = max(0, sum_j (b_j^2 - s_j^2) w_j / sum_j w_j),  w_j = 1 / s_j^4
 *      beta_j | b ~ N(k_j b_j, k_j s_j^2 + c (1 - k_j)^2 b_j^2),   k_j = tau2 / (tau2 + s_j^2),   c = 2 / max(1, n - 2)
 *  where the second term of the variance is for the spread being learnt from n processes only (Morris 1983, section 5).
 *  With one process there is no spread to learn from, and a spread of zero would deny every effect: tau2 is then never below
 *  the smallest of the s_j^2 over the count of processes.
 *  @throws RangeError unless every se is positive */
export function beliefs(effects: readonly { readonly estimate: number; readonly se: number }[]): Belief[] {
  if (effects.some(({ estimate, se }) => !Number.isFinite(estimate) || !(se > 0)))
    throw new RangeError('beliefs requires finite estimates with positive standard errors');
  if (effects.length === 0) return [];
  const smallest = Math.min(...effects.map(({ se }) => se));
  const weights = effects.map(({ se }) => (smallest / se) ** 4); // in parts of the largest
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const moments = effects.reduce(
    (sum, { estimate, se }, j) => sum + (weights[j] ?? 0) * (estimate ** 2 - se ** 2),
    0,
  );
  const tau2 = Math.max(moments / total, smallest ** 2 / effects.length);
  const c = 2 / Math.max(1, effects.length - 2);
  return effects.map(({ estimate, se }) => {
    const k = tau2 / (tau2 + se ** 2);
    return { mean: k * estimate, variance: k * se ** 2 + c * ((1 - k) * estimate) ** 2 };
  });
}
