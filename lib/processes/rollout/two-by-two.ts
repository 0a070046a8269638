import { inverseOf } from '../../stats/cholesky.ts';
import { fitLogit, type Logit } from '../../stats/logit.ts';
import type { RolloutSettings } from './settings.ts';

/** One comparison of changes: change dy of each seller of a cohort (d = 1) and of its comparison (d = 0), and what is known of
 *  them, X with a column of ones first. */
export interface Changes {
  readonly dy: Float64Array;
  readonly d: Float64Array;
  readonly X: readonly Float64Array[];
}

/** The cohort's effect, and each seller's influence on it: effect - truth is about the mean of psi over these sellers. */
export interface Change {
  readonly effect: number;
  readonly psi: Float64Array;
}

const MOST_LIKELY = 0.995; // of being in the cohort, for a seller who is not: beyond, she would stand for over 200 others

/** Difference in differences of sellers as they are:
 *      effect = mean_{d=1} dy - mean_{d=0} dy */
export function unconditional({ dy, d }: Changes): Change {
  const means = [0, 1].map((group) => mean(dy, (i) => (d[i] === group ? 1 : 0)));
  const shares = [0, 1].map((group) => d.filter((value) => value === group).length / d.length);
  const psi = dy.map((value, i) => {
    const group = d[i] ?? 0;
    return ((group === 1 ? 1 : -1) * (value - (means[group] ?? 0))) / (shares[group] ?? 1);
  });
  return { effect: (means[1] ?? 0) - (means[0] ?? 0), psi };
}

/** Who is in the cohort, by what is known of sellers. */
export interface Membership {
  readonly logit: Logit;
  readonly odds: Float64Array; // v = p/(1-p) of the comparison; 0 in the cohort
}

/** 'no overlap' where who is in the cohort follows from X, or next to follows. */
export function membership({ d, X }: Pick<Changes, 'd' | 'X'>): Membership | 'no overlap' {
  const logit = fitLogit(X, d);
  if (!logit || logit.probabilities.some((p, i) => d[i] === 0 && p > MOST_LIKELY)) return 'no overlap';
  return { logit, odds: logit.probabilities.map((p, i) => (d[i] === 0 ? p / (1 - p) : 0)) };
}

/** Difference in differences of sellers alike in X. With p(X) the probability of being in the cohort, m(X) the change expected
 *  of the comparison, v = p/(1-p) its weight,
 *      outcome regression   mean_{d=1} [dy - m]
 *      weights              mean_{d=1} dy - sum_{d=0} v dy / sum_{d=0} v
 *      doubly robust        mean_{d=1} [dy - m] - sum_{d=0} v (dy - m) / sum_{d=0} v
 *  p by a logit (`cohort`; null: outcome regression), m by least squares of the comparison; psi includes their estimation. Sant'Anna & Zhao (2020), Journal of
 *  Econometrics 219(1), equations 2.2 to 2.8 and section 3. */
export function conditional(
  { dy, d, X }: Changes,
  adjust: RolloutSettings['adjust'],
  cohort: Membership | null,
): Change | 'not independent' {
  const n = dy.length;
  const line = adjust === 'weights' ? none(X, n) : comparisonLine(X, d, dy);
  if (!line) return 'not independent';
  const rest = dy.map((value, i) => value - (line.predicted[i] ?? 0));
  const treated = mean(rest, (i) => d[i] ?? 0);
  const share = mean(d, () => 1);
  const psi = rest.map((value, i) => ((d[i] ?? 0) * (value - treated)) / share);
  addOutcomeModel(psi, line.influence, X, (i) => -(d[i] ?? 0) / share);
  if (!cohort) return { effect: treated, psi };
  const { odds: v, logit } = cohort;
  const compared = mean(rest, (i) => v[i] ?? 0);
  const weight = mean(v, () => 1);
  const off = (i: number): number => ((v[i] ?? 0) * ((rest[i] ?? 0) - compared)) / weight;
  for (const i of psi.keys()) psi[i] = (psi[i] ?? 0) - off(i);
  addOutcomeModel(psi, line.influence, X, (i) => (v[i] ?? 0) / weight);
  // the logit's own estimation: minus mean[off X]' of the influence of its coefficients
  const moved = X.map((x) => -mean(x, off, true));
  const direction = logit.inverseInformation.map((row) => n * dot(row, moved));
  for (const i of psi.keys()) {
    const residual = (d[i] ?? 0) - (logit.probabilities[i] ?? 0);
    psi[i] = (psi[i] ?? 0) + residual * X.reduce((sum, x, j) => sum + (x[i] ?? 0) * (direction[j] ?? 0), 0);
  }
  return { effect: treated - compared, psi };
}

interface Line {
  readonly predicted: Float64Array;
  /** Influence of each seller on the coefficients. */
  readonly influence: readonly Float64Array[];
}

const none = (X: readonly Float64Array[], n: number): Line => ({
  predicted: new Float64Array(n),
  influence: X.map(() => new Float64Array(n)),
});

/** Least squares of dy on X among the comparison. */
function comparisonLine(X: readonly Float64Array[], d: Float64Array, dy: Float64Array): Line | undefined {
  const inside = (i: number): number => (d[i] === 0 ? 1 : 0);
  const product = (x: Float64Array, z: Float64Array): number =>
    mean(
      x.map((value, i) => value * (z[i] ?? 0)),
      inside,
      true,
    );
  const inverse = inverseOf(X.map((x) => X.map((z) => product(x, z))));
  if (!inverse) return undefined;
  const xy = X.map((x) => product(x, dy));
  const b = inverse.map((row) => dot(row, xy));
  const predicted = dy.map((_, i) => X.reduce((sum, x, j) => sum + (x[i] ?? 0) * (b[j] ?? 0), 0));
  const influence = inverse.map((row) =>
    dy.map(
      (value, i) =>
        inside(i) *
        (value - (predicted[i] ?? 0)) *
        X.reduce((sum, x, j) => sum + (x[i] ?? 0) * (row[j] ?? 0), 0),
    ),
  );
  return { predicted, influence };
}

/** Adds mean[f X]' of the influence of the outcome model's coefficients. */
function addOutcomeModel(
  psi: Float64Array,
  influence: readonly Float64Array[],
  X: readonly Float64Array[],
  f: (i: number) => number,
): void {
  for (const [j, x] of X.entries()) {
    const moved = mean(x, f, true);
    for (const i of psi.keys()) psi[i] = (psi[i] ?? 0) + moved * (influence[j]?.[i] ?? 0);
  }
}

/** sum w x / sum w, or sum w x / n. */
function mean(x: Float64Array, w: (i: number) => number, overAll = false): number {
  let [sum, total] = [0, 0];
  for (const [i, value] of x.entries()) {
    sum += w(i) * value;
    total += overAll ? 1 : w(i);
  }
  return sum / total;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);
}
