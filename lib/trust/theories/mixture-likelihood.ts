import type { Objective } from '../../stats/l-bfgs.ts';
import { CLASSES, type Kit, type Panel, type Signs } from './kit.ts';

const NOTHING = 1e-12; // a responsibility that moves no sum

/** x = (theta, l) holds the shares as pi_c = exp(l_c) / sum exp(l).
 *      -sum_i ln sum_c pi_c exp(ll_ic) / n      and its gradient, n sellers:
 *      d/d theta = -sum_i sum_c R_ic d ll_ic/d theta / n      d/d l_c = pi_c - sum_i R_ic / n */
export function mixtureObjective(kit: Kit, panel: Panel, signs: Signs): Objective {
  const { seller, sellers } = panel.roster;
  const width = kit.parameters.length;
  const present = Int32Array.from(new Set(seller));
  const values = new Float64Array(seller.length);
  const slopes = CLASSES.map(() => new Float64Array(width * seller.length));
  const terms = CLASSES.map(() => new Float64Array(sellers.length)); // ln pi_c + ll_ic, then R_ic
  return (x, gradient) => {
    const shares = sharesAt(x, width);
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
    const logLikelihood = toResponsibilities(terms, present);
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
