import type { Estimates } from '../trust/estimates.ts';
import { between, number, probability, sentence, signed } from './wording.ts';

type Verdict = Estimates['verdict'];
type Theory = Estimates['theories'][number]['theory'];

const PREFERRED: Readonly<Record<Verdict['preferred'], string>> = {
  'trust-embedded': 'Trust: sellers weigh the recommendation against their own plan',
  'level-k': 'Strategy: sellers take a fixed step off in the direction in which the marketplace gains',
  babbling: 'Neither: sellers pay recommendations no attention',
  hybrid: 'Both at once: sellers take a step off for strategy, then trust what is left in part',
  'fixed-discount': 'Friction: sellers follow recommendations less a fixed amount',
  mixture: 'More than one: sellers differ in kind',
  'cannot tell': 'Cannot tell',
};

/** The verdict as a sentence with its reason. */
export function verdictSentence({ preferred, reason }: Verdict): string {
  const words = PREFERRED[preferred];
  return preferred === 'cannot tell' ? sentence(`${words}: ${reason}`) : `${words}. ${sentence(reason)}`;
}

/** By how much the first theory is ahead of the next: the log score of a decision, on sellers no theory was fitted to. */
export function marginSentence({ preferred, margin }: Verdict): string {
  if (margin === null) return 'By how much cannot be told, for the same reason.';
  const { theory, next, difference } = margin;
  const role = preferred === 'cannot tell' ? 'the closest rival' : 'the next best';
  return `On sellers held out, ${theory}’s log score for a decision is ${signed(difference, 3)} (${between(margin, 3) ?? 'no interval'}) against that of ${next}, ${role}; above zero speaks for ${theory}.`;
}

/** Trust against level-k, the pair that is always printed: on sellers held out, on all, and on later decisions. */
export function pairSentence({ heldOut, vuong, timeSplit }: Verdict): string {
  if (heldOut.difference === null)
    return sentence(`Trust against level-k: cannot tell, ${heldOut.reason ?? 'no reason was given'}`);
  const test =
    vuong.statistic === null
      ? `Vuong’s test: cannot tell, ${vuong.reason ?? 'no reason was given'}`
      : `Vuong’s test: z ${number(vuong.statistic)}, p ${vuong.p === null ? 'unknown' : probability(vuong.p)}`;
  const later =
    timeSplit.difference === null
      ? `Later decisions: cannot tell, ${timeSplit.reason ?? 'no reason was given'}`
      : `On each seller’s later decisions: ${signed(timeSplit.difference, 3)} (${between(timeSplit, 3) ?? 'no interval'})`;
  return [
    `Trust against level-k, above zero for trust. On sellers held out: ${signed(heldOut.difference, 3)} (${between(heldOut, 3) ?? 'no interval'}).`,
    sentence(test),
    sentence(later),
  ].join(' ');
}

/** What each theory says a seller does. */
export const THEORY_WORDS: Readonly<Record<Theory, string>> = {
  'trust-embedded': 'goes a share of the way, her trust, from her plan to the recommendation',
  'trust-embedded-dynamic': 'the same, and her trust moves with the outcomes she sees',
  'level-k': 'takes the recommendation less k fixed steps in the marketplace’s direction',
  credulous: 'does what is recommended (level-k with k = 0)',
  'fixed-discount': 'follows, less a fixed amount towards her plan',
  hybrid: 'takes a fixed step off, then goes a share of the way',
  babbling: 'keeps to her plan',
  mixture: 'each seller belongs to one of these kinds',
};
