import { fromExact, type ExactSum } from '../../stats/exact-sum.ts';
import { ExactTotals } from '../../stats/exact-totals.ts';
import { compactLikelihood } from '../kalman/compact-likelihood.ts';
import type { KalmanPanel } from '../kalman/panel.ts';

/** At one theta: exact sums over sequences of the log-likelihood, then of its derivatives in theta; null where one is not finite. */
export type PointSums = readonly ExactSum[] | null;

/** What a pass over some sequences finds, in the order of the points it was asked for. */
export interface PassSums {
  readonly points: readonly PointSums[];
}

/** One pass over the sequences of some sellers: at every point the log-likelihood with its derivatives, each sequence's own
 *  rounded to the grid of `exact-sum.ts`. Sums of several such are those of all their sequences, to the last digit.
 *  @param points theta = (law's parameters, ln se, bg)
 *  @throws RangeError unless the law has a motion */
export function passOf<Inputs>(panel: KalmanPanel<Inputs>, points: readonly Float64Array[]): PassSums {
  const at = pointPass(panel);
  return { points: points.map((theta) => at(theta)) };
}

/** A pass at one theta after another, in the memory of one sequence.
 *  @param members the sequences to take; all where they are not named */
export function pointPass<Inputs>(
  panel: KalmanPanel<Inputs>,
  members?: Int32Array,
): (theta: Float64Array) => PointSums {
  const { motion } = panel.law;
  if (!motion) throw new RangeError('passOf requires a law with a motion');
  const filter = compactLikelihood(panel, motion);
  const row = new Float64Array(panel.law.parameters.length + 3);
  const gradient = row.subarray(1);
  const count = members ? members.length : panel.starts.length - 1;
  return (theta) => {
    const totals = new ExactTotals(row.length);
    filter.at(theta);
    for (let n = 0; n < count; n++) {
      const i = members ? (members[n] as number) : n;
      row[0] = filter.forward(i);
      filter.backward(i);
      filter.gradient(gradient);
      if (!row.every((value) => Number.isFinite(value))) return null;
      totals.add(row);
    }
    return totals.sums();
  };
}

/** The pass over all sequences from those over parts of them, which come in any order.
 *  @throws RangeError without a part, or where parts are of different points */
export function sumOfPasses(parts: readonly PassSums[]): PassSums {
  const [first, ...others] = parts;
  if (!first || others.some(({ points }) => points.length !== first.points.length))
    throw new RangeError('sumOfPasses requires parts at the same points, at least one');
  const points = first.points.map((_, k) => parts.map((part) => part.points[k] ?? null).reduce(added));
  return { points };
}

function added(a: PointSums, b: PointSums): PointSums {
  return a && b && a.map((sum, j) => sum + (b[j] ?? 0n));
}

/** Log-likelihood of the sequences of a pass; writes its derivatives in theta. */
export function readPoint(sums: PointSums, gradient: Float64Array): number {
  if (!sums) return -Infinity;
  const [logLikelihood = 0n, ...derivatives] = sums;
  gradient.set(derivatives.map((sum) => fromExact(sum)));
  return fromExact(logLikelihood);
}
