import type { HistoryTally } from './history.ts';
import type { Reader } from './reader.ts';

/** What can honestly be said of which was closer how often: never that one was better where chance alone may have made it
 *  so. The counts are told in every case.
 *  @returns sentences, the main one first; none where nothing can be compared */
export function historySummary(
  tally: HistoryTally,
  { words: { history }, count }: Pick<Reader, 'words' | 'count'>,
): readonly string[] {
  const { judged, equal } = tally;
  if (judged === 0) return [];
  if (judged === 1) return [history.only[onlyOne(tally)]];
  if (equal === judged) return [history.allEqual(count(judged))];
  const counts = {
    judged: count(judged),
    recommendation: count(tally.recommendation),
    plan: count(tally.plan),
  };
  const said = history.verdict[verdict(tally.recommendation, tally.plan)](counts);
  return equal === 0 ? [said] : [said, history.ties(count(equal))];
}

export type Verdict = 'recommendation' | 'plan' | 'alike' | 'early';

const LEVEL = 0.05;
const Z = 1.959964; // its two-sided quantile
const ALIKE = 0.2; // of all comparisons: 12 to 9 is about as often, 13 to 8 is not
const FEWEST_ALIKE = 6; // with fewer, not even all of one kind would tell anything

/** The sign test: which was closer more often than a fair coin would make it, two-sided at 5 %. Ties say nothing. */
export function verdict(recommendation: number, plan: number): Verdict {
  const n = recommendation + plan;
  if (isUnlikely(recommendation, plan)) return recommendation > plan ? 'recommendation' : 'plan';
  return n >= FEWEST_ALIKE && Math.abs(recommendation - plan) <= ALIKE * n ? 'alike' : 'early';
}

/** The exact test; with more than a thousand, where 2^-n vanishes, its normal limit with correction for continuity. */
function isUnlikely(a: number, b: number): boolean {
  const n = a + b;
  return n > 1000 ? Math.abs(a - b) - 1 > Z * Math.sqrt(n) : signTest(a, b) < LEVEL;
}

/** Two-sided p of a against b under a fair coin, n = a + b:
 *      p = min(1, 2 sum_{k >= max(a, b)} C(n, k) / 2^n)
 *  (Conover, Practical Nonparametric Statistics, 3.4). */
export function signTest(a: number, b: number): number {
  const n = a + b;
  let probability = 0.5 ** n; // of k successes, from k = n down; n is at most 1,000
  let sum = 0;
  for (let k = n; k >= Math.max(a, b); k--) {
    sum += probability;
    probability *= k / (n - k + 1);
  }
  return Math.min(1, 2 * sum);
}

function onlyOne({ recommendation, plan }: HistoryTally): 'recommendation' | 'plan' | 'equal' {
  if (recommendation === 1) return 'recommendation';
  return plan === 1 ? 'plan' : 'equal';
}
