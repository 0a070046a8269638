/** What one measure of trust says of one seller, and with what error. */
export type Score =
  | { readonly kind: 'repeated'; readonly mean: number; readonly squares: number; readonly count: number } // squares about the mean
  | { readonly kind: 'posterior'; readonly mean: number; readonly variance: number };

/** The mean of some looks at one seller; undefined for none. */
export function repeated(looks: readonly number[]): Score | undefined {
  if (looks.length === 0) return undefined;
  const mean = looks.reduce((sum, look) => sum + look, 0) / looks.length;
  const squares = looks.reduce((sum, look) => sum + (look - mean) ** 2, 0);
  return { kind: 'repeated', mean, squares, count: looks.length };
}

/** What a score adds to the four sums that tell a measure's reliability. */
export function errorSums(
  score: Score,
): [squares: number, freedom: number, inverse: number, variance: number] {
  return score.kind === 'repeated'
    ? [score.squares, score.count - 1, 1 / score.count, 0]
    : [0, 0, 0, score.variance];
}

/** Share of the spread of scores that is not error, of n sellers; NaN where it cannot be told.
 *      repeated looks:  1 - E / V              E = s2 mean(1/n_i), s2 = sum squares / sum (n_i - 1)
 *      a posterior:     V / (V + mean P)       its mean is shrunk: Var(trust) = Var(m) + mean P
 *  V is the variance of the scores over sellers. */
export function reliabilityOf(
  kind: Score['kind'],
  spread: number, // V
  [squares = 0, freedom = 0, inverse = 0, variance = 0]: readonly number[],
  n: number,
): number {
  if (kind === 'posterior') return spread / (spread + variance / n);
  if (freedom < 0.5) return Number.NaN;
  return 1 - ((squares / freedom) * (inverse / n)) / spread;
}
