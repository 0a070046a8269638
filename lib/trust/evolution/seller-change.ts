import { clip, type Term } from '../cells.ts';
import type { TrustPath } from '../estimator.ts';
import { THETA } from '../kalman/nested-model.ts';
import { changeVariance } from '../paths-with-gradient.ts';
import type { Sequence } from '../sequence.ts';
import type { SegmentFit } from '../trust-fit.ts';

/** One sequence's trust, and the segment whose parameters gave it. */
export interface SequencePath {
  readonly sequence: Sequence;
  readonly path: TrustPath;
  readonly segment: string; // name
  readonly fit: SegmentFit;
}

/** Trust at a step, cut to [0,1]; where it is cut, it no longer moves with the parameters. */
export function levelTerm({ path, segment }: SequencePath, k: number): Term {
  const mean = path.mean[k] as number;
  const value = clip(mean);
  const gradients = value === mean ? [{ segment, values: gradientAt(path, k) }] : [];
  return { value, variance: ownVariance(path, k), gradients };
}

/** Change of trust from a step until now, that is after the last outcome seen: not cut, so that its parts add up to it.
 *      Var = P_last + P_k - 2 Cov(k, last), averaged over the parameters      gradient: the difference of the two */
export function changeTerm({ path, segment }: SequencePath, k: number): Term {
  const last = path.mean.length - 1;
  const before = gradientAt(path, k);
  return {
    value: (path.mean[last] as number) - (path.mean[k] as number),
    variance: changeVariance(path, k) + path.excessOfChange(k),
    gradients: [{ segment, values: gradientAt(path, last).map((value, j) => value - (before[j] ?? 0)) }],
  };
}

/** What the law says of the same change, docs/model.md 5.3, m_t being smoothed trust when outcome t was seen:
 *      builders = sum gain rp_t (1 - m_t)      busters = sum loss rn_t m_t      drift = change - builders + busters
 *  Own variances are upper bounds, as if a seller's states were perfectly correlated: (sum |w_t| sd_t)^2. */
export function attributionTerms(
  of: SequencePath,
  from: number,
  change: Term,
): { builders: Term; busters: Term; drift: Term; outcomes: Term } {
  const { path, segment, fit, sequence } = of;
  const [gain = 0, loss = 0] = [fit.theta[THETA.gain], fit.theta[THETA.loss]];
  const parts = { up: 0, upSd: 0, down: 0, downSd: 0, outcomes: 0 };
  const byUp = new Float64Array(fit.theta.length);
  const byDown = new Float64Array(fit.theta.length);
  sequence.steps.forEach(({ fidelity }, k) => {
    if (fidelity === null || k < from) return;
    const [rp, rn] = [Math.max(fidelity, 0), Math.max(-fidelity, 0)];
    const m = path.mean[k] as number;
    const sd = Math.sqrt(ownVariance(path, k));
    parts.outcomes += 1;
    parts.up += gain * rp * (1 - m);
    parts.down += loss * rn * m;
    parts.upSd += Math.abs(gain) * rp * sd;
    parts.downSd += Math.abs(loss) * rn * sd;
    path.gradient.forEach((derivative, j) => {
      byUp[j] = (byUp[j] as number) - gain * rp * (derivative[k] ?? 0);
      byDown[j] = (byDown[j] as number) + loss * rn * (derivative[k] ?? 0);
    });
    byUp[THETA.gain] = (byUp[THETA.gain] as number) + rp * (1 - m);
    byDown[THETA.loss] = (byDown[THETA.loss] as number) + rn * m;
  });
  const rest = change.gradients[0]?.values ?? [];
  return {
    builders: term(segment, parts.up, parts.upSd, byUp),
    busters: term(segment, parts.down, parts.downSd, byDown),
    drift: term(
      segment,
      change.value - parts.up + parts.down,
      Math.sqrt(change.variance) + parts.upSd + parts.downSd,
      byUp.map((up, j) => (rest[j] ?? 0) - up + (byDown[j] as number)),
    ),
    outcomes: { value: parts.outcomes, variance: 0, gradients: [] },
  };
}

const term = (segment: string, value: number, sd: number, gradient: Float64Array): Term => ({
  value,
  variance: sd ** 2,
  gradients: [{ segment, values: [...gradient] }],
});

/** Variance of the state, averaged over the parameters' uncertainty; without what they shift its mean by. */
export function ownVariance(path: TrustPath, k: number): number {
  return (path.variance[k] as number) + (path.excess[k] as number);
}

export function gradientAt(path: TrustPath, k: number): number[] {
  return path.gradient.map((of) => of[k] ?? 0);
}
