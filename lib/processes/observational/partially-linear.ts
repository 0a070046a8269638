import type { Nuisance } from './cross-fit.ts';
import type { Split } from './split.ts';
import { isBinary } from './study.ts';
import type { Prepared } from './study.ts';

/** One division of the partially linear model, y = theta D + f(X) + e, by partialling out:
 *      u = y - l(X)      v = D - m(X)      theta = E[w u v] / E[w v^2]      psi = w v (u - theta v) / E[w v^2]
 *  l and m cross-fitted, w the weights of mean 1. Chernozhukov et al. (2018), equation 4.4; sensitivity elements:
 *  Chernozhukov et al. (2022), section 4. */
export function partiallyLinearSplit(data: Prepared, models: Nuisance): Split & { readonly v: Float64Array } {
  const { n, exposure: D } = data;
  const l = models.mean(data.y);
  const m = isBinary(D) ? models.probability(D) : models.mean(D);
  const w = unitMean(data.weights);
  const u = data.y.map((value, i) => value - (l[i] as number));
  const v = D.map((value, i) => value - (m[i] as number));
  const J = mean(v.map((value, i) => (w[i] as number) * value * value));
  const estimate = mean(v.map((value, i) => (w[i] as number) * value * (u[i] as number))) / J;
  const e = u.map((value, i) => value - estimate * (v[i] as number));
  const squares = e.map((value, i) => (w[i] as number) * value * value);
  const sigma2 = squares.reduce((sum, value) => sum + value, 0) / n;
  return {
    estimate,
    influence: e.map((value, i) => ((w[i] as number) * (v[i] as number) * value) / J),
    sigma2,
    nu2: 1 / J,
    sigma2Influence: squares.map((value) => value - sigma2),
    nu2Influence: v.map((value, i) => ((w[i] as number) * value * value - J) / -(J * J)),
    v,
  };
}

export function unitMean(weights: Float64Array): Float64Array {
  const average = mean(weights);
  return weights.map((weight) => weight / average);
}

export function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
