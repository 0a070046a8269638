/** What one measure of trust says of one seller, and with what error. */
export type Score = Repeated | Posterior;

/** The mean of some looks; what looks at one recommender differ by is their error. */
interface Repeated {
  readonly kind: 'repeated';
  readonly mean: number;
  readonly count: number;
  readonly squares: number; // about the mean of the looks at one recommender
  readonly freedom: number; // count less recommenders
}

interface Posterior {
  readonly kind: 'posterior';
  readonly mean: number;
  readonly variance: number;
}

/** The mean of all looks at one seller, by recommender; undefined for none. */
export function repeated(byRecommender: readonly (readonly number[])[]): Score | undefined {
  const groups = byRecommender.filter((looks) => looks.length > 0);
  const count = groups.reduce((sum, looks) => sum + looks.length, 0);
  if (count === 0) return undefined;
  const mean = groups.reduce((sum, looks) => sum + total(looks), 0) / count;
  const squares = groups.reduce((sum, looks) => sum + squaresOf(looks), 0);
  return { kind: 'repeated', mean, count, squares, freedom: count - groups.length };
}

const total = (looks: readonly number[]): number => looks.reduce((sum, look) => sum + look, 0);

function squaresOf(looks: readonly number[]): number {
  const mean = total(looks) / looks.length;
  return looks.reduce((sum, look) => sum + (look - mean) ** 2, 0);
}

/** What a score adds to the four sums that tell a measure's reliability. */
export function errorSums(
  score: Score,
): [squares: number, freedom: number, inverse: number, variance: number] {
  return score.kind === 'repeated'
    ? [score.squares, score.freedom, 1 / score.count, 0]
    : [0, 0, 0, score.variance];
}

/** Share of the spread of scores that is not error, of n sellers; NaN where it cannot be told.
 *      repeated looks:  1 - E / V              E = s2 mean(1/n_i), s2 = sum squares / sum freedom
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
