import cdf from '@stdlib/stats-base-dists-normal-cdf';
import logcdf from '@stdlib/stats-base-dists-normal-logcdf';
import quantile from '@stdlib/stats-base-dists-normal-quantile';

const LN_2PI = Math.log(2 * Math.PI);

/** ln phi((x - mean) / sd) / sd. */
export function normalLogDensity(x: number, mean: number, sd: number): number {
  const u = (x - mean) / sd;
  return -0.5 * (LN_2PI + u * u) - Math.log(sd);
}

/** Phi(u), standard normal. */
export function normalCdf(u: number): number {
  return cdf(u, 0, 1);
}

/** ln Phi(u), exact far out in the lower tail, where Phi itself is 0. */
export function normalLogCdf(u: number): number {
  return logcdf(u, 0, 1);
}

/** Phi^-1(p), p in (0,1), to 1e-9 for p from 3e-7 to 1 - 3e-7; -Infinity below 1e-16. */
export function normalQuantile(p: number): number {
  return quantile(p, 0, 1);
}

/** P(|N(0,1)| >= |u|). */
export function twoSidedP(u: number): number {
  return 2 * normalCdf(-Math.abs(u));
}

/** Half-width of a 95 % interval in standard errors: 1.959964. */
export const Z95 = normalQuantile(0.975);
