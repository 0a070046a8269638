import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { withDifferences } from '../../lib/stats/central-difference.ts';
import { minimise, type Box, type Minimum } from '../../lib/stats/l-bfgs.ts';

/** One round with buttons: the event, the weight W = d/g where a value was typed, gap g, fidelity r (null: not seen). */
export interface ButtonRound {
  readonly event: 'keep' | 'accept' | 'adjust' | null;
  readonly W: number;
  readonly g: number;
  readonly r: number | null;
}

const KAPPA = 0.1;
const NODES = Array.from({ length: 31 }, (_, j) => -2.6 + (j * 5.2) / 30);
const TOTAL = NODES.reduce((sum, z) => sum + Math.exp((-z * z) / 2), 0);
const cdf = (x: number): number => normalCdf(x, 0, 1);

/** QD of docs/model.md 6.5 as it is written there: for each seller and node the product over rounds, then the mean over nodes.
 *  phi = (mu0, tau0, gain, loss, ln se, ln sw, logit eps). */
export function logLikelihood(sellers: readonly (readonly ButtonRound[])[], phi: ArrayLike<number>): number {
  const [mu0 = 0, tau0 = 0, gain = 0, loss = 0, lnSe = 0, lnSw = 0, logit = 0] = Array.from(phi);
  const [se, sw, eps] = [Math.exp(lnSe), Math.exp(lnSw), 1 / (1 + Math.exp(-logit))];
  let sum = 0;
  for (const rounds of sellers) {
    let mean = 0;
    for (const z of NODES) {
      let alpha = mu0 + tau0 * z;
      let product = 1;
      for (const { event, W, g, r } of rounds) {
        if (event !== null) {
          const sd = Math.sqrt(sw ** 2 + (se / g) ** 2);
          if (event === 'keep') product *= (1 - eps) * cdf((KAPPA - alpha) / sd) + eps / 3;
          else if (event === 'accept') product *= (1 - eps) * cdf((alpha - 1 + KAPPA) / sd) + eps / 3;
          else {
            const x = (W - alpha) / sd;
            const density = Math.exp((-x * x) / 2) / (sd * Math.sqrt(2 * Math.PI));
            product *= (1 - eps) * density + eps / (3 * (1 - 2 * KAPPA));
          }
        }
        if (r !== null) {
          const up = gain * Math.max(r, 0);
          alpha = (1 - up - loss * Math.max(-r, 0)) * alpha + up;
        }
      }
      mean += (Math.exp((-z * z) / 2) / TOTAL) * product;
    }
    sum += Math.log(mean);
  }
  return sum;
}

/** Maximum likelihood by numerical differences, the search, its starts and its box those of ours. */
export function fitPlainFriction(
  sellers: readonly (readonly ButtonRound[])[],
  starts: readonly (readonly number[])[],
  box: Box,
): Minimum {
  const objective = withDifferences((phi) => -logLikelihood(sellers, phi));
  const searches = starts.map((start) => minimise(objective, start, box));
  return searches.reduce((a, b) => (b.value < a.value ? b : a));
}
