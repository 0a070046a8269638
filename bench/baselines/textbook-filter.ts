import { centralDifference, withDifferences } from '../../lib/stats/central-difference.ts';
import { inverseOf } from '../../lib/stats/cholesky.ts';
import { shifted } from '../../lib/stats/hessian.ts';
import { minimise, type Box } from '../../lib/stats/l-bfgs.ts';

/** What a seller decided and saw in one round: gap g, move d (null: no answer), fidelity r of the outcome (null: not seen). */
export interface Observed {
  readonly g: number;
  readonly d: number | null;
  readonly r: number | null;
}

/** phi = (mu0, tau0, gain, loss, q, ln se): the Kalman filter as a textbook has it (Durbin & Koopman 2012, 4.3), a seller after the
 *  other, under law 5.3 of docs/model.md. */
export function logLikelihood(sellers: readonly (readonly Observed[])[], phi: ArrayLike<number>): number {
  const [mu0 = 0, tau0 = 0, gain = 0, loss = 0, q = 0, lnSe = 0] = Array.from(phi);
  const h = Math.exp(2 * lnSe);
  let sum = 0;
  for (const rounds of sellers) {
    let a = mu0;
    let P = tau0 * tau0;
    for (const { g, d, r } of rounds) {
      if (d !== null) {
        const v = d - g * a;
        const F = g * P * g + h;
        const K = (P * g) / F;
        sum -= 0.5 * (Math.log(2 * Math.PI * F) + (v * v) / F);
        a += K * v;
        P -= K * g * P;
      }
      if (r !== null) {
        const f = 1 - gain * Math.max(r, 0) - loss * Math.max(-r, 0);
        a = f * a + gain * Math.max(r, 0);
        P = f * P * f + q * q;
      }
    }
  }
  return sum;
}

export interface TextbookFit {
  readonly logLikelihood: number;
  readonly errors: readonly number[]; // standard, NaN where the curvature tells none
}

/** Maximum likelihood with gradient and curvature by numerical differences, the search and its starts those of ours. */
export function fitTextbook(
  sellers: readonly (readonly Observed[])[],
  starts: readonly (readonly number[])[],
  box: Box,
): TextbookFit {
  const value = (phi: Float64Array): number => -logLikelihood(sellers, phi);
  const searches = starts.map((start) => minimise(withDifferences(value), start, box));
  const best = searches.reduce((a, b) => (b.value < a.value ? b : a));
  const information = Array.from(best.x, (_, i) => {
    const [up, down] = [1e-3, -1e-3].map((by) => centralDifference(value, shifted(best.x, i, by)));
    return Array.from(best.x, (_each, j) => ((up?.[j] ?? 0) - (down?.[j] ?? 0)) / 2e-3);
  });
  const covariance = inverseOf(information);
  return {
    logLikelihood: -best.value,
    errors: Array.from(best.x, (_, j) => Math.sqrt(covariance?.[j]?.[j] ?? Number.NaN)),
  };
}
