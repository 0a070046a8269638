import type { Estimates } from '../trust/estimates.ts';
import type { Repeated } from '../trust/quantity-schema.ts';
import { count, list, moreBelow, sentence, signed } from './wording.ts';

/** Trust against what the record deserves: overall, and in those recommenders that lie furthest from it.
 *  @param shown recommenders at most; the others are said to stand below */
export function calibrationSentence(
  { trust: { calibration } }: Pick<Estimates, 'trust'>,
  shown = Infinity,
): string {
  const { gap, byRecommender } = calibration;
  if (gap.estimate === null) return sentence(`Cannot tell: ${gap.reason ?? 'no reason was given'}`);
  const each = Object.entries(byRecommender)
    .filter(([, { gap: own }]) => own.estimate !== null)
    .toSorted(([, a], [, b]) => Math.abs(b.gap.estimate ?? 0) - Math.abs(a.gap.estimate ?? 0));
  const overall = `Trust is ${deserved(gap)}, against the trust of a seller who weighed both sides by the errors she has seen.`;
  if (each.length < 2) return overall;
  const parts = each.slice(0, shown).map(([name, { gap: own }]) => `in ${name} it is ${deserved(own)}`);
  return `${overall} ${sentence(list(parts))}${moreBelow(each.length - shown)}`;
}

/** `lower than deserved: −0.10 (−0.12 to −0.08; n 600)`: told by the interval that holds at all looks. */
export function deserved(gap: Repeated): string {
  const { estimate, n, anytime } = gap;
  const { lower, upper, reason } = anytime;
  const span =
    lower === null || upper === null ? (reason ?? 'no interval') : `${signed(lower)} to ${signed(upper)}`;
  const numbers = `${signed(estimate ?? 0)} (${span}; n ${count(n)})`;
  return `${deservedWord(gap)}: ${numbers}`;
}

export const NOT_TOLD_APART = 'not told apart from what is deserved';

const ABOUT = 0.05; // trust: an interval within it on both sides of none

/** `lower than deserved`. */
export function deservedWord({ estimate, anytime: { lower, upper } }: Repeated): string {
  if (lower === null || upper === null) return NOT_TOLD_APART;
  if (Math.max(-lower, upper) <= ABOUT) return 'about as deserved';
  if (lower <= 0 && upper >= 0) return NOT_TOLD_APART;
  return `${(estimate ?? 0) < 0 ? 'lower' : 'higher'} than deserved`;
}
