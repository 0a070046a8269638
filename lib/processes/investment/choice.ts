import { normalCdf } from '../../stats/normal.ts';
import type { Belief } from './belief.ts';

/** What is to be expected of choosing one of several values that are known as independent normals, or none of them. */
export interface Choice {
  /** P(value j is the largest and above zero), by value. */
  readonly probabilityBest: readonly number[];
  /** P(no value is above zero). */
  readonly probabilityNone: number;
  /** E[max(0, v_1, ...)] - max(0, E v_1, ...): what knowing them all would add to choosing by their means. */
  readonly expectedRegret: number;
}

const POINTS = 200; // of the midpoint rule on each value's own range
const REACH = 8; // standard deviations beyond which nothing is left

/** By one quadrature over x > 0:
 *      P(j best) = int_0^inf f_j(x) prod_{i != j} F_i(x) dx
 *      E[max(0, v)] = int_0^inf (1 - prod_i F_i(x)) dx
 *  A value without variance is a step, met exactly.
 *  @throws RangeError for a variance below zero or a mean that is not finite */
export function choiceAmong(values: readonly Belief[]): Choice {
  if (values.some(({ mean, variance }) => !Number.isFinite(mean) || !(variance >= 0)))
    throw new RangeError('choiceAmong requires finite means and variances of at least zero');
  const best = values.map(() => 0);
  const nodes = nodesOf(values);
  let expected = 0;
  for (let step = 1; step < nodes.length; step += 1) {
    const [from = 0, to = 0] = [nodes[step - 1], nodes[step]];
    const middle = values.map((value) => below(value, (from + to) / 2));
    expected += (to - from) * (1 - product(middle));
    values.forEach((value, j) => {
      const share = below(value, to) - below(value, from);
      if (share > 0) best[j] = (best[j] ?? 0) + share * product(middle.filter((_, i) => i !== j));
    });
  }
  const now = Math.max(0, ...values.map(({ mean }) => mean));
  return {
    probabilityBest: best,
    probabilityNone: product(values.map((value) => below(value, 0))),
    expectedRegret: Math.max(0, expected - now),
  };
}

/** Where the integrand may bend: points over the range of every value above zero, in order. */
function nodesOf(values: readonly Belief[]): number[] {
  const nodes = new Set([0]);
  for (const { mean, variance } of values) {
    const sd = Math.sqrt(variance);
    for (let k = 0; k <= POINTS; k += 1) nodes.add(mean + sd * REACH * ((2 * k) / POINTS - 1));
    nodes.add(mean * (1 + Number.EPSILON)); // a value without variance is met by the interval it ends
  }
  return [...nodes].filter((x) => x >= 0).toSorted((a, b) => a - b);
}

/** P(v <= x). */
function below({ mean, variance }: Belief, x: number): number {
  if (variance === 0) return mean <= x ? 1 : 0;
  return normalCdf((x - mean) / Math.sqrt(variance));
}

function product(factors: readonly number[]): number {
  return factors.reduce((all, factor) => all * factor, 1);
}
