import type { Estimates } from '../trust/estimates.ts';
import type { Repeated } from '../trust/quantity-schema.ts';
import type { Since } from '../trust/since-schema.ts';
import { directionOf, whyUntold } from './movement.ts';
import { count, digitsOf, list, sentence, signed, until } from './wording.ts';

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
    return [sentence(`${place}: cannot tell, ${whyUntold(overall)}`)];
  const verdict = direction === 'none' ? 'no sign that trust moved' : `trust ${direction}`;
  const [only, ...others] = Object.keys(since.byRecommender);
  if (only !== undefined && others.length === 0)
    return [
      `${place} ${verdict}, in ${only}, the only recommender: ${numbers(overall)}.${weakness(overall)}`,
    ];
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

/** The recommender that moved most, those whose move is told first, and which others it is not told apart from. */
function mostSentence({ byRecommender }: Since): string {
  const all = Object.entries(byRecommender);
  const known = all
    .filter(([, change]) => directionOf(change) !== 'cannot tell')
    .toSorted(([, a], [, b]) => Number(isMove(b)) - Number(isMove(a)) || sizeOf(b) - sizeOf(a));
  const [most, ...others] = known;
  if (most === undefined) {
    const [[, first] = []] = all;
    return sentence(
      `In which recommender most cannot be told: ${first === undefined ? 'no recommender has enough sellers' : whyUntold(first)}`,
    );
  }
  const [name, change] = most;
  const near = others.filter(([, other]) => !isApart(change, other));
  const place = isMove(change)
    ? `Most in ${name}`
    : `In no recommender alone is a move told; the largest is in ${name}`;
  const unknown = all.filter(([, { anytime }]) => anytime.lower === null).map(([other]) => other);
  const left = unknown.length === 0 ? '' : ` Of ${list(unknown)} it cannot be told.`;
  return `${place}: ${numbers(change)}${nearWords(near)}.${left}`;
}

const isMove = (change: Repeated): boolean => ['rose', 'fell'].includes(directionOf(change));
const sizeOf = ({ estimate }: Repeated): number => Math.abs(estimate ?? 0);

function nearWords(near: readonly [string, Repeated][]): string {
  const [first, ...others] = near;
  if (first === undefined) return '';
  if (others.length > 1) return `, not told apart from ${others.length + 1} others`;
  const names = list([first, ...others].map(([name]) => name));
  return `, not told apart from ${names}${others.length === 0 ? `: ${numbers(first[1])}` : ''}`;
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
