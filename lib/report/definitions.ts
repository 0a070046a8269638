/** What a word of the report means. A published version never changes: another meaning is the next version of the word, or
 *  numbers of different meanings would share a name. test/report/published-definitions.json holds their digests. */
export interface Definition {
  readonly word: string;
  readonly version: number;
  readonly meaning: string;
}

/** Those the page explains, in its order. */
export const WORDS = {
  recommender: {
    word: 'Recommender',
    version: 1,
    meaning: 'One source of recommendations. Trust is held per seller and recommender.',
  },
  round: {
    word: 'Round',
    version: 1,
    meaning: 'One recommendation with everything that later became known about it.',
  },
  'own-plan': {
    word: 'Own plan',
    version: 1,
    meaning: 'The value the seller would have chosen, known before she saw the recommendation.',
  },
  trust: {
    word: 'Trust (trust factor α)',
    version: 1,
    meaning:
      'The weight of the recommendation against the own plan in what the seller does, at the reference gap: 0 ignores it, 1 believes it entirely.',
  },
  'weight-of-advice': {
    word: 'Weight of advice',
    version: 1,
    meaning:
      'The share of the way from own plan to recommendation that a choice went, cut to 0 to 1. Its mean weighs every decision alike; trust weighs large gaps more. The two differ by construction.',
  },
  fidelity: {
    word: 'Fidelity r',
    version: 1,
    meaning:
      'How much closer to the outcome the recommendation was than the seller’s own plan: +1 exactly right, −1 the plan was exactly right.',
  },
  'gain-loss': {
    word: 'Gain, loss',
    version: 1,
    meaning:
      'How far one outcome of fidelity +1 or −1 moves trust: a share of the distance to 1, a share of the distance to 0.',
  },
  placebo: {
    word: 'Placebo',
    version: 1,
    meaning:
      'The same fit on outcomes the seller was never shown. They cannot have moved her; what the fit finds there is not learning.',
  },
  'steady-state': {
    word: 'Steady state, half-life',
    version: 1,
    meaning:
      'Where trust settles if fidelity stays as it was, and the number of outcomes seen until half the way is gone.',
  },
  bic: {
    word: 'BIC',
    version: 1,
    meaning:
      'How badly a theory fits the decisions, with a penalty for each of its parameters (Bayesian information criterion): less is better.',
  },
  'log-score': {
    word: 'Log score',
    version: 1,
    meaning:
      'The logarithm of the density a theory gave to what a seller then did, on average over decisions: more is better. Held out: of sellers the theory was not fitted to.',
  },
  interval: {
    word: 'Interval',
    version: 1,
    meaning: '95 %: built so that 95 of 100 such intervals hold the true value.',
  },
  'at-all-looks': {
    word: 'At all looks, at this look alone',
    version: 1,
    meaning:
      'An interval at this look alone holds in 95 of 100 reports. One at all looks holds in all reports of a series together, for 95 of 100 series: it is half again as wide, and what is repeated every week is judged by it.',
  },
  stopped: {
    word: 'Stopped',
    version: 1,
    meaning:
      'Sellers who decided in the first quarter of the periods and no more in the last. What became of their trust is not known; a change is told of the others.',
  },
  withheld: {
    word: 'Withheld',
    version: 1,
    meaning:
      'Numbers of groups below five sellers are not shown, nor a second group from which they could be computed.',
  },
} as const satisfies Record<string, Definition>;
