import { normalCdf, normalQuantile } from '../../stats/normal.ts';

/** The distribution F of what an answer holds besides its regressors. */
export interface OrderedLink {
  readonly name: 'probit' | 'logit';
  cdf(u: number): number;
  density(u: number): number;
  quantile(p: number): number;
}

/** e ~ N(0,1). */
export const probit: OrderedLink = {
  name: 'probit',
  cdf: normalCdf,
  density: (u) => Math.exp(-0.5 * u * u) / Math.sqrt(2 * Math.PI),
  quantile: normalQuantile,
};

/** e logistic: proportional odds, for parity with analyses that use it. */
export const logit: OrderedLink = {
  name: 'logit',
  cdf: (u) => 1 / (1 + Math.exp(-u)),
  density: (u) => {
    const tail = Math.exp(-Math.abs(u));
    return tail / (1 + tail) ** 2;
  },
  quantile: (p) => Math.log(p / (1 - p)),
};

/** F(upper) - F(lower), exact in both tails: F is symmetric about 0. */
export function between({ cdf }: OrderedLink, lower: number, upper: number): number {
  return lower > 0 ? cdf(-lower) - cdf(-upper) : cdf(upper) - cdf(lower);
}
