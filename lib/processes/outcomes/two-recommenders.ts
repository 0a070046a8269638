import type { RoundRow } from '../../rounds/row.ts';
import { decisionOf } from '../../trust/decision.ts';
import { fidelityOf } from '../../trust/fidelity.ts';
import type { Scale } from '../../trust/scale.ts';
import { weightOfAdvice } from './from-rows.ts';
import { outcomeOf, type Outcome } from './outcome.ts';

/** What sellers who met two recommenders show of calibration and of trust, one value a seller: from the means of her weights
 *  of advice, each cut to [0,1],
 *      calibration = mean(better) - mean(worse)      level = (mean(better) + mean(worse)) / 2 */
export interface TwoRecommenders {
  readonly calibration: Outcome;
  readonly level: Outcome; // of kind `shown`
}

export function twoRecommenders(
  rows: readonly RoundRow[],
  scale: Scale,
  { better, worse }: { readonly better: string; readonly worse: string },
): TwoRecommenders {
  const weights = new Map<string, { better: number[]; worse: number[] }>();
  const unusable: Record<string, number> = {};
  const count = (reason: string): void => void (unusable[reason] = (unusable[reason] ?? 0) + 1);
  for (const row of rows) {
    const which = row.recommender === better ? 'better' : row.recommender === worse ? 'worse' : undefined;
    const decision = decisionOf(row, scale);
    if (which === undefined) count('another recommender');
    else if (typeof decision === 'string') count(decision);
    else {
      const hers = weights.get(row.sellerId) ?? { better: [], worse: [] };
      weights.set(row.sellerId, hers);
      hers[which].push(weightOfAdvice(decision));
    }
  }
  const both = [...weights].filter(([, hers]) => hers.better.length > 0 && hers.worse.length > 0);
  for (const [, hers] of weights)
    if (hers.better.length === 0 || hers.worse.length === 0)
      [...hers.better, ...hers.worse].forEach(() => count('the seller met only one of the two recommenders'));
  const of = (kind: 'calibration' | 'shown', value: (a: number, b: number) => number): Outcome =>
    outcomeOf(kind, {
      y: Float64Array.from(both, ([, hers]) => value(mean(hers.better), mean(hers.worse))),
      cluster: Int32Array.from(both.keys()),
      sellers: both.map(([sellerId]) => sellerId),
      unusable,
    });
  return { calibration: of('calibration', (a, b) => a - b), level: of('shown', (a, b) => (a + b) / 2) };
}

/** Recommenders by the mean fidelity of their recommendations, best first; those without a known outcome are not there. */
export function recommendersByFidelity(rows: readonly RoundRow[], scale: Scale): string[] {
  const found = new Map<string, number[]>();
  for (const row of rows) {
    const r = fidelityOf(row, scale.name);
    if (typeof r !== 'number') continue;
    const values = found.get(row.recommender) ?? [];
    values.push(r);
    found.set(row.recommender, values);
  }
  return [...found]
    .map(([name, values]): [string, number] => [name, mean(values)])
    .toSorted(([, a], [, b]) => b - a)
    .map(([name]) => name);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
