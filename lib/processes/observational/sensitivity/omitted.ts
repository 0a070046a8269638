import { median } from '../../../stats/median.ts';
import { normalQuantile } from '../../../stats/normal.ts';
import type { DmlFit } from '../dml.ts';
import { clusteredSe } from '../split.ts';
import type { Split } from '../split.ts';

/** A confounder nobody observed, by what it would explain: */
export interface Omitted {
  readonly cfY: number; // [0,1): share of what is left of the outcome
  readonly cfD: number; // [0,1): share of the variance of the exposure's weights that it would add
  readonly rho?: number; // how far the two go together, 1 at worst
}

export interface Bounds {
  readonly lower: number; // of the effect, were there such a confounder
  readonly upper: number;
  readonly ciLower: number; // each end with its own 95 % one-sided limit
  readonly ciUpper: number;
}

/** What the bounds of one division need: the estimate, S and the variances of both, clustered by seller. */
interface Elements {
  readonly estimate: number;
  readonly S: number;
  readonly variance: number;
  readonly covariance: number; // of the estimate and S
  readonly varianceOfS: number;
}

type Fitted = Pick<DmlFit, 'splits' | 'data' | 'estimate'>;

/** Bounds of an effect under an omitted confounder,
 *      theta -+ |rho| sqrt(cfY cfD / (1 - cfD)) S      S^2 = sigma^2 nu^2
 *  of each division, the median over divisions. Chernozhukov, Cinelli, Newey, Sharma & Syrgkanis (2022), Long Story Short, theorem 2
 *  and section 4. */
export function omittedBounds(fit: Fitted, omitted: Omitted, level = 0.95): Bounds {
  return boundsOver(elementsOf(fit), strengthOf(omitted), normalQuantile(level));
}

export function strengthOf({ cfY, cfD, rho = 1 }: Omitted): number {
  return Math.abs(rho) * Math.sqrt((cfY * cfD) / (1 - cfD));
}

/** How strong a confounder would have to be, explaining the same share cf of the outcome and of the exposure's weights, to
 *  bring the effect (RV), or the limit of its 95 % one-sided interval (RVa), to `none`. Between 0 and 1. */
export function robustness(fit: Fitted, none = 0): { RV: number; RVa: number } {
  const elements = elementsOf(fit);
  const z = normalQuantile(0.95);
  const reaches = (cf: number, low: 'lower' | 'ciLower', high: 'upper' | 'ciUpper'): boolean => {
    const bounds = boundsOver(elements, strengthOf({ cfY: cf, cfD: cf }), z);
    return fit.estimate >= none ? bounds[low] <= none : bounds[high] >= none;
  };
  return {
    RV: smallestWith((cf) => reaches(cf, 'lower', 'upper')),
    RVa: smallestWith((cf) => reaches(cf, 'ciLower', 'ciUpper')),
  };
}

function elementsOf({ splits, data }: Fitted): Elements[] {
  return splits.map((split) => {
    const S = Math.sqrt(Math.max(0, split.sigma2 * split.nu2));
    const ofS = split.influence.map((_, i) => biasInfluence(split, S, i));
    const both = split.influence.map((psi, i) => psi + (ofS[i] as number));
    const [variance, varianceOfS] = [clusteredSe(data, split.influence) ** 2, clusteredSe(data, ofS) ** 2];
    const covariance = (clusteredSe(data, both) ** 2 - variance - varianceOfS) / 2;
    return { estimate: split.estimate, S, variance, covariance, varianceOfS };
  });
}

/** Influence function of S = sqrt(sigma^2 nu^2). */
function biasInfluence({ sigma2, nu2, sigma2Influence, nu2Influence }: Split, S: number, i: number): number {
  return S > 0 ? (sigma2 * (nu2Influence[i] as number) + nu2 * (sigma2Influence[i] as number)) / (2 * S) : 0;
}

function boundsOver(elements: readonly Elements[], strength: number, z: number): Bounds {
  const end = (each: Elements, sign: number): number => each.estimate + sign * strength * each.S;
  const limit = (each: Elements, sign: number): number => {
    const { variance, covariance, varianceOfS } = each;
    const wider = variance + 2 * sign * strength * covariance + strength * strength * varianceOfS;
    return end(each, sign) + sign * z * Math.sqrt(Math.max(0, wider));
  };
  return {
    lower: middleOf(elements.map((each) => end(each, -1))),
    upper: middleOf(elements.map((each) => end(each, 1))),
    ciLower: middleOf(elements.map((each) => limit(each, -1))),
    ciUpper: middleOf(elements.map((each) => limit(each, 1))),
  };
}

function middleOf(values: readonly number[]): number {
  return median(values) ?? Number.NaN;
}

/** The place in (0,1) from which on something holds, by halving; 0 where it holds everywhere. */
function smallestWith(holds: (cf: number) => boolean): number {
  if (holds(0)) return 0;
  let [low, high] = [0, 1];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
