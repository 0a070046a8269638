import type { Experiment, TwoArms } from './experiment.ts';

/** What is known of each row's seller from before the process, by row of the two arms; NaN where nothing is. As given, else
 *  from her rows before it: with base h (1 for a mean, the gap for trust), y of the pooled coefficient a,
 *      x = (sum h y + k a) / (sum h^2 + k)      k = mean h^2: the weight of one row is given to the pool
 *  A covariate only: shrinking it biases no effect. */
export function beforeOf({ experiment, at, early }: TwoArms): Float64Array {
  const { before, outcome } = experiment;
  if (before) return Float64Array.from(at, (i) => before[i] ?? Number.NaN);
  const sums = earlySums(outcome, early);
  const [all, squares] = [...sums.values()].reduce(([a, b], [hy, hh]) => [a + hy, b + hh], [0, 0]);
  const [pooled, k] = [all / squares, squares / early.length];
  return Float64Array.from(at, (i) => {
    const [hy, hh] = sums.get(outcome.cluster[i] ?? -1) ?? [Number.NaN, 0];
    return (hy + k * pooled) / (hh + k);
  });
}

/** sum h y and sum h^2 of the rows before the process, by seller. */
function earlySums({ y, bases, cluster }: Experiment['outcome'], early: Int32Array) {
  const base = bases.at(-1);
  const sums = new Map<number, readonly [number, number]>();
  for (const i of early) {
    const [h, value, seller] = [base?.[i] ?? 0, y[i] ?? 0, cluster[i] ?? -1];
    const [hy, hh] = sums.get(seller) ?? [0, 0];
    sums.set(seller, [hy + h * value, hh + h * h]);
  }
  return sums;
}
