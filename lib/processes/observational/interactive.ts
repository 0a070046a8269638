import type { Nuisance } from './cross-fit.ts';
import { mean, unitMean } from './partially-linear.ts';
import type { Split } from './split.ts';
import type { Prepared } from './study.ts';

export type Estimand = 'ATE' | 'ATT';

/** Cross-fitted models of the interactive model: the propensity m, uncut and cut to [trim, 1 - trim], and the means of y
 *  without and with the process. */
export interface Interactive {
  readonly uncut: Float64Array;
  readonly m: Float64Array;
  readonly g0: Float64Array;
  readonly g1: Float64Array;
}

export function interactiveModels(data: Prepared, models: Nuisance, trim: number): Interactive {
  const { exposure: D, y } = data;
  const uncut = models.probability(D);
  return {
    uncut,
    m: uncut.map((p) => Math.min(1 - trim, Math.max(trim, p))),
    g0: models.mean(y, (i) => D[i] === 0),
    g1: models.mean(y, (i) => D[i] === 1),
  };
}

/** One division of the interactive model, y = g(D, X) + e, by augmented inverse propensity weights, w of mean 1:
 *      ATE   phi = g1 - g0 + D (y - g1) / m - (1 - D)(y - g0) / (1 - m)      theta = E[w phi]
 *      ATT   phi = [D - (1 - D) m / (1 - m)] (y - g0) / p                    theta = E[w phi], p = E[w D]
 *  Robins & Rotnitzky (1995); Chernozhukov et al. (2018), equations 5.3 and 5.4; sensitivity elements: Chernozhukov et al. (2022). */
export function interactiveSplit(data: Prepared, models: Interactive, estimand: Estimand): Split {
  const { exposure: D, y } = data;
  const w = unitMean(data.weights);
  const p = mean(D.map((value, i) => value * (w[i] as number)));
  const score = estimand === 'ATE' ? ateScores(data, models) : attScores(data, models, p);
  const estimate = mean(score.map((phi, i) => phi * (w[i] as number)));
  const share = (i: number): number => (estimand === 'ATE' ? 1 : (D[i] as number) / p);
  const residual = y.map((value, i) => value - ((D[i] === 1 ? models.g1[i] : models.g0[i]) as number));
  const squares = residual.map((value, i) => (w[i] as number) * value * value);
  const riesz = rieszNorm(data, models, estimand, p).map((value, i) => value * (w[i] as number));
  const [sigma2, nu2] = [mean(squares), mean(riesz)];
  return {
    estimate,
    influence: score.map((phi, i) => (w[i] as number) * (phi - share(i) * estimate)),
    sigma2,
    nu2,
    sigma2Influence: squares.map((value) => value - sigma2),
    nu2Influence: riesz.map((value) => value - nu2),
  };
}

/** phi of every row, whose mean is the ATE; also what heterogeneity is told from. */
export function ateScores({ exposure: D, y }: Prepared, { m, g0, g1 }: Interactive): Float64Array {
  return y.map((value, i) => {
    const [p, f0, f1] = [m[i] as number, g0[i] as number, g1[i] as number];
    return f1 - f0 + (D[i] === 1 ? (value - f1) / p : -(value - f0) / (1 - p));
  });
}

function attScores({ exposure: D, y }: Prepared, { m, g0 }: Interactive, p: number): Float64Array {
  return y.map((value, i) => {
    const odds = (m[i] as number) / (1 - (m[i] as number));
    return ((D[i] === 1 ? 1 : -odds) * (value - (g0[i] as number))) / p;
  });
}

/** 2 m(W, a) - a^2 of the Riesz representer a:
 *      ATE   a = D/m - (1-D)/(1-m)              m(W, a) = 1/m + 1/(1-m)
 *      ATT   a = D/p - (1-D) m / (p (1-m))      m(W, a) = m / (p^2 (1-m)) */
function rieszNorm(
  { exposure: D }: Prepared,
  { m }: Interactive,
  estimand: Estimand,
  p: number,
): Float64Array {
  return D.map((value, i) => {
    const s = m[i] as number;
    if (estimand === 'ATE') return 2 / (s * (1 - s)) - (value === 1 ? 1 / s : 1 / (1 - s)) ** 2;
    const a = value === 1 ? 1 / p : s / (p * (1 - s));
    return (2 * s) / (p * p * (1 - s)) - a * a;
  });
}
