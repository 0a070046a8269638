import type { Objective } from '../../stats/l-bfgs.ts';
import { crossProducts } from './curvature.ts';
import { CLASSES, type Kit, type Panel, type Signs } from './kit.ts';

const NOTHING = 1e-12; // a responsibility that moves no sum

/** x = (theta, l) holds the shares as pi_c = exp(l_c) / sum exp(l).
 *      -sum_i ln sum_c pi_c exp(ll_ic) / n      and its gradient, n sellers:
 *      d/d theta = -sum_i sum_c R_ic d ll_ic/d theta / n      d/d l_c = pi_c - sum_i R_ic / n */
export function mixtureObjective(kit: Kit, panel: Panel, signs: Signs): Objective {
  const { seller } = panel.roster;
  const width = kit.parameters.length;
  const { terms, slopes, present, fill } = termsOf(kit, panel, signs);
  return (x, gradient) => {
    const shares = sharesAt(x, width);
    const logLikelihood = fill(x, shares);
    gradient.fill(0);
    terms.forEach((R, c) => {
      const by = slopes[c];
      if (by) addWeighted(by, R, seller, gradient, width);
      let sum = 0;
      for (const i of present) sum += R[i] as number;
      gradient[width + c] = present.length * (shares[c] as number) - sum;
    });
    for (let j = 0; j < gradient.length; j++) gradient[j] = (gradient[j] as number) / present.length;
    return Number.isFinite(logLikelihood) ? -logLikelihood / present.length : Infinity;
  };
}

/** Second derivatives of the objective near its minimum: the scores of a seller are sum_c R_ic d ll_ic/d theta and
 *  R_ic - pi_c. */
export function mixtureCurvature(kit: Kit, panel: Panel, signs: Signs): (x: ArrayLike<number>) => number[][] {
  const { seller, sellers } = panel.roster;
  const width = kit.parameters.length;
  const count = width + CLASSES.length;
  const { terms, slopes, present, fill } = termsOf(kit, panel, signs);
  return (x) => {
    const shares = sharesAt(x, width);
    fill(x, shares);
    const scores = new Float64Array(count * sellers.length);
    terms.forEach((R, c) => {
      const by = slopes[c] ?? [];
      for (let i = 0; i < seller.length; i++) {
        const o = count * (seller[i] as number);
        const weight = R[seller[i] as number] as number;
        for (let j = 0; j < width; j++)
          scores[o + j] = (scores[o + j] as number) + weight * (by[width * i + j] as number);
      }
      for (const i of present) scores[count * i + width + c] = (R[i] as number) - (shares[c] as number);
    });
    return crossProducts(scores, count).map((row) => row.map((value) => value / present.length));
  };
}

/** Room for the types' likelihoods, and what fills it. */
interface Terms {
  readonly present: Int32Array; // sellers in the panel
  readonly slopes: readonly Float64Array[]; // of each sequence, by type
  readonly terms: readonly Float64Array[]; // R_ic, by type
  fill(x: ArrayLike<number>, shares: readonly number[]): number; // returns the log-likelihood
}

function termsOf(kit: Kit, panel: Panel, signs: Signs): Terms {
  const { seller, sellers } = panel.roster;
  const present = Int32Array.from(new Set(seller));
  const values = new Float64Array(seller.length);
  const slopes = CLASSES.map(() => new Float64Array(kit.parameters.length * seller.length));
  const terms = CLASSES.map(() => new Float64Array(sellers.length)); // ln pi_c + ll_ic, then R_ic
  const fill: Terms['fill'] = (x, shares) => {
    CLASSES.forEach(({ name }, c) => {
      const [row, by] = [terms[c], slopes[c]];
      if (!row || !by) return;
      panel.evaluate(name, x, signs, values, by);
      row.fill(Math.log(shares[c] as number));
      for (let i = 0; i < seller.length; i++) {
        const at = seller[i] as number;
        row[at] = (row[at] as number) + (values[i] as number);
      }
    });
    return toResponsibilities(terms, present);
  };
  return { present, slopes, terms, fill };
}

/** pi of x = (theta, l). */
export function sharesAt(x: ArrayLike<number>, width: number): number[] {
  const weights = CLASSES.map((_, c) => Math.exp(x[width + c] as number));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Terms become R_ic; the sum over sellers of ln sum_c exp(term) is returned. */
function toResponsibilities(terms: readonly Float64Array[], present: Int32Array): number {
  let logLikelihood = 0;
  for (const i of present) {
    let largest = -Infinity;
    for (const row of terms) largest = Math.max(largest, row[i] as number);
    let sum = 0;
    for (const row of terms) {
      const weight = Math.exp((row[i] as number) - largest);
      row[i] = weight;
      sum += weight;
    }
    for (const row of terms) row[i] = (row[i] as number) / sum;
    logLikelihood += largest + Math.log(sum);
  }
  return logLikelihood;
}

/** gradient -= sum over sequences of R of their seller times their slopes. */
function addWeighted(
  slopes: Float64Array,
  R: Float64Array,
  seller: Int32Array,
  gradient: Float64Array,
  width: number,
): void {
  for (let i = 0; i < seller.length; i++) {
    const weight = R[seller[i] as number] as number;
    if (weight < NOTHING) continue;
    const o = width * i;
    for (let j = 0; j < width; j++)
      gradient[j] = (gradient[j] as number) - weight * (slopes[o + j] as number);
  }
}
