import type { Candidate, Interval, TheoryName } from './candidate.ts';

/** What fits and sizes are judged by. */
export interface Context {
  readonly likelihood: 'moves' | 'events';
  readonly sellers: number;
  readonly events: number; // decisions
  readonly laterEvents: number; // after the cut of the time split
  readonly gaps: Float64Array; // of all decisions, in the panel's units
  readonly minGap: number; // in the panel's units
}

const SMALL = 0.05; // of a weight, or of a share
/** Of the variance of the noise: a spread of weights or a discount below it hides in any single move. Decision 0090. */
const DROWNED = 0.03;

/** Whether `smaller` is `larger` with some parameters fixed. */
export function nests(larger: Candidate, smaller: Candidate): boolean {
  return RULES[`${larger.name} > ${smaller.name}`] !== undefined;
}

/** Whether the 95 % bounds of what the larger of two nested theories adds say that it is negligible. docs/model.md 6.8. */
export function addsNothing(larger: Candidate, smaller: Candidate, context: Context): boolean {
  return RULES[`${larger.name} > ${smaller.name}`]?.(larger, smaller, context) ?? false;
}

type Rule = (larger: Candidate, smaller: Candidate, context: Context) => boolean;

const near = ({ lower, upper }: Interval, target: number): boolean =>
  lower > target - SMALL && upper < target + SMALL;

/** Whether a spread of weights, as a variance, is too small to matter: below .05 squared, or drowned by noise. */
const isNarrow = (variance: number, { noise }: Candidate): boolean =>
  variance < Math.max(SMALL ** 2, DROWNED * noise.weight);

const constantTrust =
  (target: 0 | 1): Rule =>
  (larger) =>
    near(larger.bounds('mu0'), target) && isNarrow(larger.bounds('tau0').upper ** 2, larger);
const noTrust = constantTrust(0);
const fullTrust = constantTrust(1);
const noDiscount: Rule = (larger, _smaller, context) => hasNoDiscount(larger, context);

/** Whether the discount is surely below the smallest gap that counts, or drowned by noise. */
export const hasNoDiscount = (candidate: Candidate, { minGap }: Context): boolean =>
  candidate.bounds('delta').upper < Math.max(minGap, Math.sqrt(DROWNED * candidate.noise.move));

/** FD whose discount is beyond nearly every gap is babbling: the weight sum (|g| - delta)+ |g| / sum g^2 that is left at
 *  the lower bound of delta is small. */
const discountBeyondGaps: Rule = (larger, _smaller, { gaps }) => {
  const least = larger.bounds('delta').lower;
  const left = (g: number): number => Math.max(Math.abs(g) - least, 0) * Math.abs(g);
  return gaps.reduce((sum, g) => sum + left(g), 0) < SMALL * gaps.reduce((sum, g) => sum + g * g, 0);
};

/** The mixture's types outside the smaller theory's family hold a share whose 95 % bound is below .05. */
const onlyOneType: Rule = (mixture, smaller) => {
  const own = OWN_TYPES[smaller.name] ?? [];
  const ours = isDisguised(mixture, smaller) ? [...own, 'TE'] : own;
  return (mixture.shareOfOthers?.(ours) ?? 1) < SMALL;
};

/** Trust-embedded sellers of the mixture are babbling (credulous) by another name where the weights of all sellers spread
 *  about 0 (1) too little to matter, at the upper bound w of the type's share: w ((mu0 - target)^2 + tau0^2). */
function isDisguised(mixture: Candidate, { name }: Candidate): boolean {
  if (name !== 'babbling' && name !== 'credulous') return false;
  const { initialMean, initialSd } = mixture.parameters;
  const w = mixture.shareOfOthers?.(['L0', 'L1', 'L2', 'BAB']) ?? 1;
  const target = name === 'babbling' ? 0 : 1;
  return isNarrow(w * ((Number(initialMean) - target) ** 2 + Number(initialSd) ** 2), mixture);
}

/** Types of the smaller theory's family. L1 with a discount is L2 with half of it, and with little of it L0: any may carry
 *  level-k in the mixture. */
const OWN_TYPES: Readonly<Partial<Record<TheoryName, readonly string[]>>> = {
  'trust-embedded': ['TE'],
  'level-k': ['L0', 'L1', 'L2'],
  credulous: ['L0', 'L1', 'L2'],
  babbling: ['BAB'],
};

const RULES: Readonly<Record<string, Rule>> = {
  'trust-embedded > babbling': noTrust,
  'trust-embedded > credulous': fullTrust,
  'trust-embedded-dynamic > babbling': noTrust,
  'trust-embedded-dynamic > credulous': fullTrust,
  'hybrid > babbling': noTrust,
  'hybrid > credulous': (...args) => fullTrust(...args) && noDiscount(...args),
  'hybrid > level-k': fullTrust,
  'hybrid > trust-embedded': noDiscount,
  'fixed-discount > credulous': noDiscount,
  'fixed-discount > babbling': discountBeyondGaps,
  'mixture > trust-embedded': onlyOneType,
  'mixture > level-k': onlyOneType,
  'mixture > credulous': onlyOneType,
  'mixture > babbling': onlyOneType,
};
