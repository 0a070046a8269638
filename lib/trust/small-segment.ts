import { poolEstimates } from '../stats/der-simonian-laird.ts';
import type { SegmentFit } from './trust-fit.ts';

/** A small segment's parameters, drawn to everyone's by how alike the segments are: docs/model.md 6.4 and 6.6. By place j,
 *  with v_j the segment's variance and tau2_j the DerSimonian-Laird variance between segments,
 *      b_j = tau2_j / (tau2_j + v_j)      theta = all + b (own - all)
 *      Sigma = B Sigma_own B + (I - B) Sigma_all (I - B)      B = diag b; as if the two were independent
 *  What the segment does not tell (at a bound, or not fitted) is everyone's.
 *  @param peers the fits of all segments with one of their own, this one among them */
export function drawnToEveryone(
  own: SegmentFit,
  everyone: SegmentFit,
  peers: readonly SegmentFit[],
): SegmentFit {
  const b = everyone.theta.map((_, j) => weightOf(own, peers, j));
  const weight = (j: number): number => b[j] ?? 0;
  return {
    ...everyone,
    theta: everyone.theta.map((all, j) => all + weight(j) * ((own.theta[j] ?? all) - all)),
    covariance: everyone.covariance.map((row, j) =>
      row.map(
        (all, k) =>
          weight(j) * weight(k) * (own.covariance[j]?.[k] ?? 0) + (1 - weight(j)) * (1 - weight(k)) * all,
      ),
    ),
  };
}

function weightOf(own: SegmentFit, peers: readonly SegmentFit[], j: number): number {
  const v = own.covariance[j]?.[j] ?? 0;
  const units = peers.flatMap(({ theta, covariance }) => {
    const [a, variance] = [theta[j] ?? 0, covariance[j]?.[j] ?? 0];
    return variance > 0 ? [{ a, v: variance }] : [];
  });
  if (!(v > 0) || units.length < 2) return 0;
  const { tau2 } = poolEstimates(units);
  return tau2 / (tau2 + v);
}
