import type { AlertState } from './alerts-schema.ts';
import { between, count, digitsOf, many, number, signed } from './wording.ts';

/** `low-trust: trust in pricing is below 0.40: 0.35 (0.31 to 0.39; n 300); since the report of 2026-W40.` */
export function alertSentence(alert: AlertState): string {
  const { name, when, threshold, state, moved, since, reason } = alert;
  const limit = inWords(alert, threshold);
  const crossing = state === 'raised' ? `is ${when} ${limit}` : `is no longer told to be ${when} ${limit}`;
  const figures = reason === null ? numbersOf(alert) : `cannot be told now: ${reason}`;
  const told =
    since === null || moved !== 'stayed' ? 'new in this report' : `since the report of ${since.period}`;
  return `${name}: ${subjectOf(alert)} ${crossing}: ${figures}; ${told}.`; // a name keeps its letters
}

function subjectOf({ measure, recommender }: AlertState): string {
  const where = recommender === null ? 'of all recommenders together' : `in ${recommender}`;
  switch (measure) {
    case 'trust':
      return `trust ${where}`;
    case 'change':
      return `the change of trust ${where} since the report before`;
    case 'gap':
      return `trust ${where}, less what is deserved,`;
  }
}

function numbersOf(alert: AlertState): string {
  const { estimate, lower, upper, n } = alert;
  return `${inWords(alert, estimate ?? 0)} (${between({ lower, upper }, digitsIn(alert)) ?? 'no interval'}; n ${count(n)})`;
}

const inWords = (alert: AlertState, value: number): string =>
  alert.measure === 'trust' ? number(value) : signed(value, digitsIn(alert));

const digitsIn = (alert: AlertState): number => (alert.measure === 'trust' ? 2 : digitsOf(alert));

/** A rule whose number is not known, and that was not raised before. */
export const isUntold = ({ reason, state }: AlertState): boolean => reason !== null && state === 'clear';

export const untoldSentence = ({ name, reason }: AlertState): string =>
  `${name}: cannot be told, ${reason ?? ''}.`;

/** What the digest says of alerts; `rules` counts those that are set. */
export function alertsAnswer({
  states,
  ended,
}: {
  readonly states: readonly AlertState[];
  readonly ended: readonly string[];
}): string {
  if (states.length === 0 && ended.length === 0) return 'No threshold is set.';
  const told = states.filter(({ state, moved }) => state === 'raised' || moved === 'cleared');
  const gone = ended.map((name) => `${name}: was raised and is not set any more, or is set otherwise.`);
  const untold = states.filter(isUntold).map(untoldSentence);
  const words = [...told.map(alertSentence), ...gone, ...untold];
  if (words.length === 0) words.push(`None of ${many(states.length, 'threshold')} is crossed.`);
  return words.join(' ');
}
