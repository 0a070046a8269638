import { withDifferences } from '../../lib/stats/central-difference.ts';
import { minimise, type Box } from '../../lib/stats/l-bfgs.ts';

/** A round of a seller under one recommender: gap g and move d, and the direction in which the marketplace gains. */
export interface Move {
  readonly g: number;
  readonly d: number;
  readonly side: 1 | -1;
}

export interface EmFit {
  readonly theta: Float64Array; // mu0, tau0, delta, ln s
  readonly shares: readonly number[]; // TE, L0, L1, L2, BAB
  readonly logLikelihood: number;
  readonly steps: number;
}

const SETTLED = 1e-3; // of the log-likelihood: later steps are smaller still
const MOST = 500;
const INNER = 5; // iterations of each M step: it need only improve (Dempster, Laird & Rubin 1977)

/** ln L of one seller as each type, over her rows: docs/model.md 6.7. */
function ofSeller(rows: readonly Move[], theta: ArrayLike<number>): number[] {
  const [mu0 = 0, tau0 = 0, delta = 0, lnS = 0] = Array.from(theta);
  const s2 = Math.exp(2 * lnS);
  let [A, R, squares] = [0, 0, 0];
  const types = [0, 0, 0, 0, 0];
  for (const { g, d, side } of rows) {
    const density = (x: number): number => -0.5 * Math.log(2 * Math.PI * s2) - (x * x) / (2 * s2);
    A += g * g;
    R += g * (d - mu0 * g);
    squares += density(d - mu0 * g);
    types[1] = (types[1] ?? 0) + density(d - g);
    types[2] = (types[2] ?? 0) + density(d - g + side * delta);
    types[3] = (types[3] ?? 0) + density(d - g + 2 * side * delta);
    types[4] = (types[4] ?? 0) + density(d);
  }
  const W = s2 + tau0 * tau0 * A;
  types[0] = squares - 0.5 * Math.log(W / s2) + (tau0 * tau0 * R * R) / (2 * s2 * W);
  return types;
}

/** Expectation-maximisation for the seller-level mixture, over rows in both steps. */
export function fitByEm(
  sellers: readonly (readonly Move[])[],
  start: { theta: ArrayLike<number>; shares: readonly number[] },
  box: Box,
): EmFit {
  let theta: Float64Array = Float64Array.from(start.theta);
  let shares = start.shares;
  let before = -Infinity;
  for (let steps = 1; ; steps++) {
    let logLikelihood = 0;
    const R = sellers.map((rows) => {
      const terms = ofSeller(rows, theta).map((value, c) => value + Math.log(shares[c] ?? 0));
      const most = Math.max(...terms);
      const sum = terms.reduce((total, term) => total + Math.exp(term - most), 0);
      logLikelihood += most + Math.log(sum);
      return terms.map((term) => Math.exp(term - most) / sum);
    });
    if (steps === MOST || logLikelihood - before < SETTLED) return { theta, shares, logLikelihood, steps };
    before = logLikelihood;
    shares = shares.map((_, c) => R.reduce((sum, row) => sum + (row[c] ?? 0), 0) / sellers.length);
    const expected = (x: Float64Array): number =>
      -sellers.reduce(
        (sum, rows, i) =>
          sum + ofSeller(rows, x).reduce((all, value, c) => all + (R[i]?.[c] ?? 0) * value, 0),
        0,
      );
    theta = minimise(withDifferences(expected), theta, box, { maxIterations: INNER }).x;
  }
}
