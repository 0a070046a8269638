import type { Estimates } from '../trust/estimates.ts';
import { between, sentence, signed } from './wording.ts';

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

/** By how much: the log score of a decision, on sellers no theory was fitted to. */
export function marginSentence({ heldOut }: Verdict): string {
  const { difference, reason } = heldOut;
  if (difference === null) return sentence(`By how much cannot be told: ${reason ?? 'no reason was given'}`);
  return `On sellers held out, trust’s log score for a decision is ${signed(difference, 3)} against level-k’s (${between(heldOut, 3) ?? 'no interval'}; above zero speaks for trust).`;
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
