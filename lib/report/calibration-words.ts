import type { Estimates } from '../trust/estimates.ts';
import type { Repeated } from '../trust/quantity-schema.ts';
import { between, count, list, sentence, signed } from './wording.ts';

const RECOMMENDERS_SHOWN = 4;

/** Trust against what the record deserves: overall, and in each recommender where there is more than one. */
export function calibrationSentence({ trust: { calibration } }: Pick<Estimates, 'trust'>): string {
  const { gap, byRecommender } = calibration;
  if (gap.estimate === null) return sentence(`Cannot tell: ${gap.reason ?? 'no reason was given'}`);
  const each = Object.entries(byRecommender)
    .filter(([, { gap: own }]) => own.estimate !== null)
    .toSorted(([, a], [, b]) => Math.abs(b.gap.estimate ?? 0) - Math.abs(a.gap.estimate ?? 0));
  const overall = `Trust is ${deserved(gap)}, against the trust of a seller who weighed both sides by the errors she has seen.`;
  if (each.length < 2) return overall;
  const parts = each
    .slice(0, RECOMMENDERS_SHOWN)
    .map(([name, { gap: own }]) => `in ${name} it is ${deserved(own)}`);
  return `${overall} ${sentence(list(parts))}`;
}

/** `lower than deserved: −0.10 (−0.12 to −0.08; n 600)`: told by the interval that holds at all looks. */
export function deserved(gap: Repeated): string {
  const { estimate, n, anytime } = gap;
  const numbers = `${signed(estimate ?? 0)} (${between(anytime) ?? 'no interval'}; n ${count(n)})`;
  return `${deservedWord(gap)}: ${numbers}`;
}

/** `lower than deserved`. */
export function deservedWord({ estimate, anytime: { lower, upper } }: Repeated): string {
  if (lower === null || upper === null) return 'not told apart from what is deserved';
  if (lower <= 0 && upper >= 0) return 'about as deserved';
  return `${(estimate ?? 0) < 0 ? 'lower' : 'higher'} than deserved`;
}
