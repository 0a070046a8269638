import { clusteredRegression, type Observation } from '../../stats/clustered-regression.ts';
import { studentQuantile } from '../../stats/student.ts';
import type { Quantity } from '../quantity-schema.ts';
import { quantity, unknownQuantity } from '../quantity.ts';
import { compare, type Sequence } from '../sequence.ts';

/** What one sequence shows of trust after fidelity was seen, from two stretches of time that share no round, so that an
 *  error in a plan is not in both:
 *      r      mean fidelity of the outcomes seen in the first half of its decisions
 *      gd, gg sum g d, sum g^2 of the decisions after that: gd/gg is an unbiased score of trust */
export interface SeenAndShown {
  readonly sellerId: string;
  readonly recommender: string;
  readonly r: number;
  readonly gd: number;
  readonly gg: number;
  readonly size: number; // mean ln |g| of those decisions, weighted by g^2
}

export function seenAndShown({ sellerId, recommender, steps }: Sequence): SeenAndShown | undefined {
  const decisions = steps.filter(({ decision }) => decision).length;
  const seen: number[] = [];
  let [before, gd, gg, sizes] = [0, 0, 0, 0];
  for (const { decision, fidelity } of steps) {
    const first = 2 * before < decisions;
    if (decision && !first) {
      gd += decision.gap * decision.move;
      gg += decision.gap ** 2;
      sizes += decision.gap ** 2 * Math.log(Math.abs(decision.gap));
    }
    if (decision) before += 1;
    if (fidelity !== null && first && 2 * before <= decisions) seen.push(fidelity);
  }
  const r = seen.reduce((sum, value) => sum + value, 0) / seen.length;
  return seen.length > 0 && gg > 0 ? { sellerId, recommender, r, gd, gg, size: sizes / gg } : undefined;
}

/** Slope b of trust on the fidelity seen, between sellers with one recommender R:
 *      gd_i = (a_R + b r_i + c size_i) gg_i + e_i
 *  that is scores gd/gg on r, weighted by gg, with the recommenders' levels taken out, and the size of gaps, since whoever
 *  plans badly has large ones, good recommendations, and follows large gaps further; clustered by seller. r is what the seller
 *  saw, not an estimate of something behind it, so it has no error to correct for. */
export function acrossSellers(sequences: readonly Sequence[]): Quantity {
  const known = sequences.flatMap((sequence) => seenAndShown(sequence) ?? []);
  if (known.length === 0) return unknownQuantity('no seller decided after she had seen an outcome');
  const clusters = centred(known);
  const one = clusters.map((cluster) => cluster.map(({ y, x }) => ({ y, x: x.slice(0, 1) })));
  const fitted = clusteredRegression(clusters) ?? clusteredRegression(one);
  if (!fitted) return unknownQuantity('all sellers saw the same fidelity');
  const variance = fitted.covariance?.[0]?.[0];
  return quantity(
    fitted.coefficients[0] ?? Number.NaN,
    variance === undefined ? null : Math.sqrt(variance),
    fitted.clusters,
  );
}

/** Observations by seller, about the means of their recommenders, times sqrt(gg). */
function centred(known: readonly SeenAndShown[]): Observation[][] {
  const levelOf = new Map(levels(known).map((level) => [level.recommender, level]));
  const clusters = new Map<string, Observation[]>();
  for (const { sellerId, recommender, r, gd, gg, size } of known) {
    const level = levelOf.get(recommender) ?? { r: 0, score: 0, size: 0 };
    const root = Math.sqrt(gg);
    const observation = {
      y: (gd / gg - level.score) * root,
      x: [(r - level.r) * root, (size - level.size) * root],
    };
    clusters.set(sellerId, [...(clusters.get(sellerId) ?? []), observation]);
  }
  return [...clusters.values()];
}

const FEWEST_RECOMMENDERS = 3;

/** Slope of trust on fidelity seen between recommenders, each one point: least squares, with Student's t for so few points.
 *      b = sum (r - rbar)(s - sbar) / sum (r - rbar)^2      b +- t_(R-2) s_b      R recommenders, which n counts */
export function acrossRecommenders(sequences: readonly Sequence[]): Quantity {
  const points = levels(sequences.flatMap((sequence) => seenAndShown(sequence) ?? []));
  const n = points.length;
  if (n < FEWEST_RECOMMENDERS)
    return unknownQuantity(`fewer than ${FEWEST_RECOMMENDERS} recommenders to lay a line through`, n);
  const [r, s] = [mean(points.map((point) => point.r)), mean(points.map(({ score }) => score))];
  const sxx = points.reduce((sum, point) => sum + (point.r - r) ** 2, 0);
  if (!(sxx > 1e-12)) return unknownQuantity('all recommenders were seen to be equally good', n);
  const b = points.reduce((sum, point) => sum + (point.r - r) * (point.score - s), 0) / sxx;
  const squares = points.reduce((sum, point) => sum + (point.score - s - b * (point.r - r)) ** 2, 0);
  const se = Math.sqrt(squares / (n - 2) / sxx);
  const half = studentQuantile(0.95, n - 2) * se;
  return { ...quantity(b, se, n), lower: b - half, upper: b + half };
}

interface Level {
  readonly recommender: string;
  readonly r: number;
  readonly score: number;
  readonly size: number;
}

/** Of each recommender, weighted by gg: mean fidelity seen, the slope of moves on gaps, the size of gaps. */
function levels(known: readonly SeenAndShown[]): Level[] {
  const names = [...new Set(known.map(({ recommender }) => recommender))].toSorted(compare);
  return names.map((recommender) => {
    const own = known.filter((each) => each.recommender === recommender);
    const total = (of: (each: SeenAndShown) => number): number =>
      own.reduce((sum, each) => sum + of(each), 0);
    const gg = total((each) => each.gg);
    const weighed = (of: (each: SeenAndShown) => number): number => total((each) => each.gg * of(each)) / gg;
    return {
      recommender,
      r: weighed(({ r }) => r),
      score: total(({ gd }) => gd) / gg,
      size: weighed(({ size }) => size),
    };
  });
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
