import type { Estimates } from '../trust/estimates.ts';
import type { Repeated } from '../trust/quantity-schema.ts';
import type { Since } from '../trust/since-schema.ts';
import { directionOf } from './movement.ts';
import { count, digitsOf, sentence, signed, until } from './wording.ts';

/** Did trust move since the last report, by how much, how sure, and in which recommender most. */
export function sinceSentences({
  since,
  reasons,
  asOf,
}: Pick<Estimates, 'since' | 'reasons' | 'asOf'>): string[] {
  if (since === null)
    return [sentence(`Cannot tell: ${reasons['since'] ?? 'there is no report before this one'}`)];
  const { report, overall } = since;
  const place = `Since the report of ${report.period} (data until ${until(report.asOf, asOf)})`;
  const direction = directionOf(overall);
  if (overall.estimate === null || direction === 'cannot tell')
    return [
      sentence(`${place}: cannot tell, ${overall.reason ?? overall.anytime.reason ?? 'no reason was given'}`),
    ];
  const verdict = direction === 'none' ? 'no sign that trust moved' : `trust ${direction}`;
  return [
    `${place} ${verdict}, all recommenders together: ${numbers(overall)}.${weakness(overall)}`,
    mostSentence(since),
  ];
}

/** `−0.02 (−0.03 to −0.01; n 598)`: the interval holds at all looks. */
const numbers = ({ estimate, anytime, n }: Repeated): string => {
  const { lower, upper } = anytime;
  const digits = digitsOf(anytime);
  const span =
    lower === null || upper === null ? 'no interval' : `${signed(lower, digits)} to ${signed(upper, digits)}`;
  return `${signed(estimate ?? 0, digits)} (${span}; n ${count(n)})`;
};

/** What a known change leans on. */
const weakness = ({ reason }: Repeated): string => (reason === null ? '' : ` ${sentence(reason)}`);

/** The recommender that moved most, and whether it is told apart from the next. */
function mostSentence({ byRecommender }: Since): string {
  const known = Object.entries(byRecommender)
    .filter(([, { estimate }]) => estimate !== null)
    .toSorted(([, a], [, b]) => Math.abs(b.estimate ?? 0) - Math.abs(a.estimate ?? 0));
  const [most, next] = known;
  if (most === undefined) {
    const [first] = Object.values(byRecommender);
    return sentence(
      `In which recommender most cannot be told: ${first?.reason ?? 'no recommender has enough sellers'}`,
    );
  }
  const [name, change] = most;
  const unsure =
    next === undefined || isApart(change, next[1])
      ? ''
      : `, not told apart from ${next[0]}: ${numbers(next[1])}`;
  return `Most in ${name}: ${numbers(change)}${unsure}.`;
}

/** Their sizes do not overlap. */
function isApart(larger: Repeated, smaller: Repeated): boolean {
  const [a, b] = [sizes(larger), sizes(smaller)];
  return a !== undefined && b !== undefined && a.least > b.most;
}

function sizes({ anytime: { lower, upper } }: Repeated): { least: number; most: number } | undefined {
  if (lower === null || upper === null) return undefined;
  const most = Math.max(Math.abs(lower), Math.abs(upper));
  return { least: lower <= 0 && upper >= 0 ? 0 : Math.min(Math.abs(lower), Math.abs(upper)), most };
}
