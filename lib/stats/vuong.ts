import { twoSidedP } from './normal.ts';

export interface Vuong {
  readonly z: number; // uncorrected
  readonly corrected: number; // z' with Schwarz's correction for the number of parameters
  readonly p: number; // two-sided, of z
  readonly correctedP: number;
}

/** Vuong's test of two models that do not nest, by seller. D_i = l1_i - l2_i, om = population sd of D:
 *      z = sum D / (sqrt(n) om)      z' = (sum D - (k1 - k2)/2 ln n) / (sqrt(n) om)
 *  Positive favours the first. `indistinguishable` if om < 1e-8. Vuong (1989), Econometrica 57, eq. 5.6.
 *  @throws RangeError unless both have the same sellers, at least two */
export function vuong(
  l1: ArrayLike<number>,
  l2: ArrayLike<number>,
  k1: number,
  k2: number,
): Vuong | 'indistinguishable' {
  const n = l1.length;
  if (n < 2 || l2.length !== n)
    throw new RangeError('vuong requires at least two sellers, the same in both models');
  const d = Array.from({ length: n }, (_, i) => (l1[i] ?? 0) - (l2[i] ?? 0));
  const sum = d.reduce((total, value) => total + value, 0);
  const om = Math.sqrt(d.reduce((total, value) => total + (value - sum / n) ** 2, 0) / n);
  if (!(om >= 1e-8)) return 'indistinguishable';
  const z = sum / (Math.sqrt(n) * om);
  const corrected = (sum - ((k1 - k2) / 2) * Math.log(n)) / (Math.sqrt(n) * om);
  return { z, corrected, p: twoSidedP(z), correctedP: twoSidedP(corrected) };
}

/** Bayesian information criterion, -2 LL + k ln n: smaller is better. Schwarz (1978). */
export function bic(logLikelihood: number, k: number, n: number): number {
  return -2 * logLikelihood + k * Math.log(n);
}
