import type { Candidate, TheoryName } from './candidate.ts';

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

/** Whether the 95 % interval of a mean weight lies within .05 of a target. */
const isNear = ({ profile }: Candidate, target: number): boolean =>
  Math.abs(profile.estimate('mu0') - target) < SMALL &&
  profile.excludes('mu0', target - SMALL) &&
  profile.excludes('mu0', target + SMALL);

/** A spread of weights, as a standard deviation, that is too small to matter: below .05, or drowned by noise. */
const narrow = ({ noise }: Candidate): number => Math.max(SMALL, Math.sqrt(DROWNED * noise.weight));

const isBelow = ({ profile }: Candidate, name: 'tau0' | 'delta', bar: number): boolean =>
  profile.estimate(name) < bar && profile.excludes(name, bar);

const constantTrust =
  (target: 0 | 1): Rule =>
  (larger) =>
    isNear(larger, target) && isBelow(larger, 'tau0', narrow(larger));
const noTrust = constantTrust(0);
const fullTrust = constantTrust(1);
const noDiscount: Rule = (larger, _smaller, context) => hasNoDiscount(larger, context);

/** Whether the discount is surely below the smallest gap that counts, or drowned by noise. */
export const hasNoDiscount = (candidate: Candidate, { minGap }: Context): boolean =>
  isBelow(candidate, 'delta', Math.max(minGap, Math.sqrt(DROWNED * candidate.noise.move)));

/** FD whose discount is surely beyond nearly every gap is babbling: what is left of the weights,
 *  sum (|g| - delta)+ |g| / sum g^2, is small. */
const discountBeyondGaps: Rule = ({ profile }, _smaller, { gaps }) => {
  const bar = nearlyEveryGap(gaps);
  return profile.estimate('delta') > bar && profile.excludes('delta', bar);
};

/** The discount that leaves 5 % of the weights. */
function nearlyEveryGap(gaps: Float64Array): number {
  const sizes = gaps.map(Math.abs);
  const all = sizes.reduce((sum, size) => sum + size * size, 0);
  let [low, high] = [0, sizes.reduce((most, size) => Math.max(most, size), 0)];
  for (let halving = 0; halving < 30; halving++) {
    const delta = (low + high) / 2;
    const left = sizes.reduce((sum, size) => sum + Math.max(size - delta, 0) * size, 0);
    if (left < SMALL * all) high = delta;
    else low = delta;
  }
  return high;
}

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
  return w * ((Number(initialMean) - target) ** 2 + Number(initialSd) ** 2) < narrow(mixture) ** 2;
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
