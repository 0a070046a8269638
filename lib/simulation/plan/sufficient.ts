import type { Stream } from '../stream.ts';

/** What n pairs (x, y) say to a linear model: means, and sums of squares and products about them. */
export interface Sufficient {
  readonly n: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
}

export const NOTHING: Sufficient = { n: 0, x: 0, y: 0, xx: 0, xy: 0, yy: 0 };

/** Of n pairs that are bivariate normal with means 0, variances 1 and correlation r: drawn at once instead of pair by pair. The
 *  means are N(0, S/n), independent of the sums of squares, which are Wishart(S, n-1) by Bartlett's decomposition
 *      S = L L'   A = (sqrt(chi2_{n-1}) 0; N(0,1) sqrt(chi2_{n-2}))   sums = L A A' L'
 *  Anderson (2003), An Introduction to Multivariate Statistical Analysis, 3rd ed., section 7.2. */
export function drawSufficient(n: number, r: number, stream: Stream): Sufficient {
  if (n === 0) return NOTHING;
  const s = Math.sqrt(1 - r * r);
  const [u, v] = [stream.normal(), stream.normal()];
  const x = u / Math.sqrt(n);
  const y = (r * u + s * v) / Math.sqrt(n);
  if (n === 1) return { n, x, y, xx: 0, xy: 0, yy: 0 };
  const a = Math.sqrt(chiSquared(n - 1, stream));
  const b = stream.normal();
  const c = Math.sqrt(chiSquared(n - 2, stream));
  const [p, q] = [r * a + s * b, s * c]; // second row of L A
  return { n, x, y, xx: a * a, xy: a * p, yy: p * p + q * q };
}

/** Both samples as one. Chan, Golub & LeVeque (1983), The American Statistician 37, 242-247. */
export function pooled(one: Sufficient, other: Sufficient): Sufficient {
  const n = one.n + other.n;
  if (n === 0) return NOTHING;
  const [dx, dy] = [other.x - one.x, other.y - one.y];
  const weight = (one.n * other.n) / n;
  return {
    n,
    x: one.x + (dx * other.n) / n,
    y: one.y + (dy * other.n) / n,
    xx: one.xx + other.xx + weight * dx * dx,
    xy: one.xy + other.xy + weight * dx * dy,
    yy: one.yy + other.yy + weight * dy * dy,
  };
}

/** Chi-squared with df degrees of freedom, as twice a gamma. Marsaglia & Tsang (2000), ACM Transactions on Mathematical Software 26,
 *  363-372; for a shape below 1 by their section 6. */
export function chiSquared(df: number, stream: Stream): number {
  if (df === 0) return 0;
  const shape = df / 2;
  return shape >= 1
    ? 2 * gamma(shape, stream)
    : 2 * gamma(shape + 1, stream) * stream.uniform() ** (1 / shape);
}

function gamma(shape: number, stream: Stream): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = stream.normal();
    const v = (1 + c * z) ** 3;
    if (v > 0 && Math.log(stream.uniform()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
  }
}

const FEW = 64;

/** How many of n answer, each with probability `rate`; by the normal approximation where n is large. */
export function drawAnswers(n: number, rate: number, stream: Stream): number {
  if (rate >= 1) return n;
  if (n > FEW) {
    const drawn = Math.round(n * rate + Math.sqrt(n * rate * (1 - rate)) * stream.normal());
    return Math.min(n, Math.max(0, drawn));
  }
  let answers = 0;
  for (let one = 0; one < n; one += 1) if (stream.uniform() < rate) answers += 1;
  return answers;
}
