import type { RoundRow } from '../../rounds/row.ts';
import { decisionOf } from '../../trust/decision.ts';
import { fidelityOf } from '../../trust/fidelity.ts';
import type { Scale } from '../../trust/scale.ts';
import { weightOfAdvice } from './from-rows.ts';
import { outcomeOf, type Outcome } from './outcome.ts';

const SMALLEST_DIFFERENCE = 0.05; // of mean fidelity: below it, which recommender is better is chance

/** Calibration as sellers show it who met several recommenders: how much more weight of advice the best of them gets than the
 *  worst. With q_k the mean fidelity of recommender k, w_k the seller's mean weight of advice with it, each cut to [0,1],
 *      y = (max q - min q) sum_k (q_k - mean q) w_k / sum_k (q_k - mean q)^2        k over the recommenders she met
 *  which is w_better - w_worse for two. One value a seller and set of exposures: rounds under a process and without it are
 *  kept apart, `row` is the last of them. Gaps of any size count but 0: what is cut cannot run away.
 *  @param scale of gaps and fidelity
 *  @param apart what else keeps a seller's rounds apart: their period, for a rollout */
export function calibrationByRecommenders(
  rows: readonly RoundRow[],
  scale: Scale,
  apart: (row: RoundRow) => string = () => '',
): Outcome {
  const quality = qualities(rows, scale);
  const range = Math.max(...quality.values(), -1) - Math.min(...quality.values(), 1);
  const unusable: Record<string, number> = {};
  const differ = range >= SMALLEST_DIFFERENCE;
  const parts = partsOf(rows, { ...scale, minGap: 1e-9 * scale.minGap }, { quality, unusable, apart });
  const told = [...parts.values()].flatMap((part) => {
    const slope = differ ? slopeOf(part.weights, quality) : undefined;
    if (slope !== undefined) return [{ ...part, y: range * slope }];
    const why = 'the seller met no two recommenders of different fidelity';
    unusable[why] = (unusable[why] ?? 0) + part.rows;
    return [];
  });
  const sellers = [...new Set(told.map(({ sellerId }) => sellerId))];
  const number = new Map(sellers.map((sellerId, index) => [sellerId, index]));
  return outcomeOf('calibration', {
    y: Float64Array.from(told, ({ y }) => y),
    cluster: Int32Array.from(told, ({ sellerId }) => number.get(sellerId) ?? 0),
    sellers,
    row: Int32Array.from(told, ({ last }) => last),
    unusable,
  });
}

interface Part {
  readonly sellerId: string;
  readonly weights: Map<string, number[]>; // weights of advice by recommender
  rows: number;
  last: number;
}

interface Parting {
  readonly quality: ReadonlyMap<string, number>;
  readonly unusable: Record<string, number>;
  readonly apart: (row: RoundRow) => string;
}

/** The rounds of each seller under each set of exposures and arms. */
function partsOf(
  rows: readonly RoundRow[],
  scale: Scale,
  { quality, unusable, apart }: Parting,
): Map<string, Part> {
  const parts = new Map<string, Part>();
  for (const [index, row] of rows.entries()) {
    const decision = quality.has(row.recommender)
      ? decisionOf(row, scale)
      : 'no outcome of the recommender is known';
    if (typeof decision === 'string') {
      unusable[decision] = (unusable[decision] ?? 0) + 1;
      continue;
    }
    const met = [sorted(row.processes), sorted(row.assignments ?? {})];
    const key = JSON.stringify([row.sellerId, apart(row), ...met]);
    const part = parts.get(key) ?? { sellerId: row.sellerId, weights: new Map(), rows: 0, last: index };
    parts.set(key, part);
    const weights = part.weights.get(row.recommender) ?? [];
    part.weights.set(row.recommender, weights);
    weights.push(weightOfAdvice(decision));
    part.rows += 1;
    part.last = index;
  }
  return parts;
}

const sorted = (values: Readonly<Record<string, unknown>>): [string, unknown][] =>
  Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** Mean fidelity of each recommender, where an outcome is known. */
function qualities(rows: readonly RoundRow[], scale: Scale): Map<string, number> {
  const found = new Map<string, { sum: number; count: number }>();
  for (const row of rows) {
    const r = fidelityOf(row, scale.name);
    if (typeof r !== 'number') continue;
    const { sum, count } = found.get(row.recommender) ?? { sum: 0, count: 0 };
    found.set(row.recommender, { sum: sum + r, count: count + 1 });
  }
  return new Map([...found].map(([name, { sum, count }]) => [name, sum / count]));
}

/** Slope of mean weights on quality; undefined for fewer than two recommenders, or of one quality. */
function slopeOf(
  weights: ReadonlyMap<string, readonly number[]>,
  quality: ReadonlyMap<string, number>,
): number | undefined {
  const q = [...weights.keys()].map((name) => quality.get(name) ?? 0);
  const middle = mean(q);
  const means = [...weights.values()].map(mean);
  const squares = q.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  if (!(squares > 1e-12)) return undefined;
  return q.reduce((sum, value, k) => sum + (value - middle) * (means[k] ?? 0), 0) / squares;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
