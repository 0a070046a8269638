import { WORDS, type Definition } from '../definitions.ts';

/** What a number of the tables means, where the page has no entry for it. Formulas in the letters of docs/model.md. */
const NUMBERS = {
  'stated-trust': {
    word: 'Stated trust',
    version: 1,
    meaning: 'Mean answer to the trust item, 1 to 7; a seller counts once with each recommender.',
  },
  evolution: {
    word: 'Trust over time',
    version: 1,
    meaning:
      'Mean over the sellers who decided in the period of trust as it is seen now, with later rounds; none below 20 sellers.',
  },
  change: {
    word: 'Change',
    version: 1,
    meaning:
      'Mean over the same sellers of trust now less trust at the first decision of each in the first quarter of the full periods.',
  },
  since: {
    word: 'Change since the report before',
    version: 1,
    meaning:
      'Mean over the same sellers of trust now less trust as seen by the cut of the report before, under the present fit.',
  },
  attribution: {
    word: 'Builders, busters, drift',
    version: 1,
    meaning:
      'What outcomes seen did to trust under the law: change = builders - busters + drift; builders sum gain max(r, 0) (1 - α), busters sum loss max(-r, 0) α.',
  },
  contrast: {
    word: 'Contrast',
    version: 1,
    meaning: 'Mean over the sellers of two recommenders of trust in the first less trust in the second.',
  },
  'plan-error': {
    word: 'Error of own plans',
    version: 1,
    meaning:
      'nu² = mean (p - p′)² / 2 from plans asked twice; trust corrected 1 - (1 - α) / rho, rho = 1 - nu² / mean g².',
  },
  everybody: {
    word: 'Stated trust of everybody',
    version: 1,
    meaning:
      'Mean answer were the silent like those who answered given what is known of them; its bounds had all the silent answered 1, or 7.',
  },
  deserved: {
    word: 'Deserved trust',
    version: 1,
    meaning:
      'αB = Vp / (Vp + Vm), Vp = 2 v0 + sum (p - y)², Vm = 2 v0 + sum (m - y)² over the outcomes seen; v0 the mean squared error.',
  },
  'calibration-gap': {
    word: 'Calibration gap',
    version: 1,
    meaning:
      'Mean trust less deserved trust of the same sellers: above 0 they trust more than their record supports.',
  },
  'calibration-slope': {
    word: 'Calibration slope',
    version: 1,
    meaning:
      'Weight given on weight deserved, d = b0 g + b1 αB g + e: 1 if trust tracks the record, 0 if it ignores it.',
  },
  'fidelity-slope': {
    word: 'Trust on fidelity',
    version: 1,
    meaning:
      'Weight given in later decisions on mean fidelity r of outcomes seen before, between sellers, or between recommenders.',
  },
  'sender-bias': { word: 'Lean', version: 1, meaning: 'Mean of recommended - outcome on the scale.' },
  'better-share': {
    word: 'Share better than the plan',
    version: 1,
    meaning: 'Share of rounds with r > 0; a tie counts half.',
  },
  skill: {
    word: 'Skill',
    version: 1,
    meaning:
      '1 - sum (m - y)² / sum (p - y)²: above 0 recommendations are closer to outcomes than own plans.',
  },
  'forecast-line': {
    word: 'Forecast line',
    version: 1,
    meaning: 'y = t0 + t1 m + e with the Wald test of t0 = 0, t1 = 1 (Mincer & Zarnowitz 1969).',
  },
  fractile: {
    word: 'Fractile',
    version: 1,
    meaning:
      'Share of outcomes at most the recommendation, against the critical ratio Cu / (Cu + Co) of the sellers.',
  },
  distortion: {
    word: 'Distortion',
    version: 1,
    meaning:
      's (m - x), x the own forecast of the marketplace, s = +1 where it gains from larger values; truthful where |m - x| <= 1 %.',
  },
  disutility: {
    word: 'Disutility of distortion',
    version: 1,
    meaning: 'ln beta ~ N(mb, sb²): what distortion costs the marketplace by its own choices.',
  },
  'jitter-trust': {
    word: 'Trust by a random shift',
    version: 1,
    meaning: 'α = sum d z / sum g z, z the logged random shift of the recommendation.',
  },
  law: {
    word: 'Parameters of trust',
    version: 1,
    meaning:
      'Of the law of motion: initialMean mu0, initialSd tau0, gain, loss, asymmetry loss - gain, driftSd q, noiseSd se, gapSlope bg.',
  },
  'theory-score': {
    word: 'Score of a theory',
    version: 1,
    meaning:
      'BIC by seller -2 LL + k ln n, by decision beside it; mean log density of decisions of sellers held out, and of later ones.',
  },
  'theory-test': {
    word: 'Test between theories',
    version: 1,
    meaning:
      'Trust-embedded against level-k: the z of Vuong with the correction of Schwarz; differences of log scores of sellers held out and of later decisions.',
  },
  effect: {
    word: 'Effect of a process',
    version: 1,
    meaning:
      'Difference it makes to the level of trust, in units of the factor, by the estimator of its design.',
  },
  familywise: {
    word: 'For all processes together',
    version: 1,
    meaning:
      'An interval that holds for all processes of the report at once (Bonferroni); a process is called effective where it excludes 0.',
  },
  silence: {
    word: 'Silence under a process',
    version: 1,
    meaning:
      'Bounds of the difference in weight of advice, whatever those who did not decide would have done.',
  },
  investment: {
    word: 'Trust per cost',
    version: 1,
    meaning:
      'Effect drawn towards none, by the moments of all effects, per unit of money; probability that none gives more.',
  },
  growth: {
    word: 'Result and trust',
    version: 1,
    meaning:
      'Association of money a round with the weight given in all other rounds, by double machine learning: no effect.',
  },
  response: {
    word: 'Response',
    version: 1,
    meaning:
      'Questions to sellers until the cut by how far they came; a seller asked three times counts three times, in sellers once.',
  },
  quarterly: {
    word: 'Quarterly answers',
    version: 1,
    meaning: 'Mean answer 1 to 7 to an item in a wave, one answer a seller; none below 20 sellers.',
  },
  segment: {
    word: 'Segment',
    version: 1,
    meaning:
      'Sellers of one value of a segment named in the settings; published in closed periods for five sellers or more.',
  },
  health: {
    word: 'Health check',
    version: 1,
    meaning: 'Whether what the numbers rest on is in order: ok, warn, fail.',
  },
  shortfall: {
    word: 'Shortfall of a spell',
    version: 1,
    meaning:
      'Trust without less trust with a spell in which fidelity, on a scale from 0 to 1, is lower by a share; regained when nine tenths are gone.',
  },
} as const satisfies Record<string, Definition>;

export const DEFINITIONS = { ...WORDS, ...NUMBERS } as const satisfies Record<string, Definition>;

export type DefinitionId = keyof typeof DEFINITIONS;

/** `trust@1` */
export const definitionName = (id: DefinitionId): string => `${id}@${DEFINITIONS[id].version}`;
