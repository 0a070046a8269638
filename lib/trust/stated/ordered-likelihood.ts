import { between, type OrderedLink } from './ordered-link.ts';

/** One answer in ordered categories. */
export interface Answer {
  readonly y: number; // category, 0 to K - 1
  readonly x: readonly number[];
  /** Of x_1, where it is only known as N(x_1, variance); 0 where it is known. */
  readonly variance: number;
}

const LEAST = 1e-300;

/** ln P(y) of one answer in the ordered model; adds its derivative in (b_1 .. b_p, c_1 .. c_K-1) to `into`.
 *      y = k  iff  c_k-1 < b'x + e <= c_k      c_0 = -inf, c_K = inf
 *  With x_1 ~ N(m, P) and e ~ N(0,1) the integral over x_1 is exact:
 *      b'x + e ~ N(b'm, v^2)      v^2 = 1 + b_1^2 P      P(y = k) = Phi((c_k - b'm)/v) - Phi((c_k-1 - b'm)/v)
 *  McCullagh (1980), Journal of the Royal Statistical Society B 42, 109-142. */
export function addScore(
  link: OrderedLink,
  { y, x, variance }: Answer,
  theta: ArrayLike<number>,
  categories: number,
  into: Float64Array,
): number {
  const p = x.length;
  const b1 = theta[0] ?? 0;
  const v = Math.sqrt(1 + b1 * b1 * variance);
  let mean = 0;
  for (let j = 0; j < p; j++) mean += (theta[j] as number) * (x[j] as number);
  const bound = (k: number): number => ((theta[p + k] as number) - mean) / v;
  const upper = y < categories - 1 ? bound(y) : Infinity;
  const lower = y > 0 ? bound(y - 1) : -Infinity;
  const P = Math.max(between(link, lower, upper), LEAST);
  const above = upper === Infinity ? 0 : link.density(upper) / P;
  const below = lower === -Infinity ? 0 : link.density(lower) / P;
  if (upper !== Infinity) into[p + y] = (into[p + y] as number) + above / v;
  if (lower !== -Infinity) into[p + y - 1] = (into[p + y - 1] as number) - below / v;
  for (let j = 0; j < p; j++) into[j] = (into[j] as number) - ((above - below) * (x[j] as number)) / v;
  const spread = (above === 0 ? 0 : above * upper) - (below === 0 ? 0 : below * lower);
  into[0] = (into[0] as number) - (spread * b1 * variance) / (v * v);
  return Math.log(P);
}
