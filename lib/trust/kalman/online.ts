import type { Decision } from '../decision.ts';
import type { SegmentFit } from '../trust-fit.ts';
import { THETA } from './nested-model.ts';

/** What is known of one seller's trust in one recommender after the events so far: all that the next one needs. */
export interface SellerState {
  readonly mean: number; // not clipped
  readonly variance: number; // without the parameters' uncertainty
}

/** A decision, an outcome seen with fidelity r, or a decision and then its outcome: a step of a sequence. */
export interface SellerEvent {
  readonly decision: Pick<Decision, 'gap' | 'move'> | null; // on the scale
  readonly fidelity: number | null; // in [-1,1]
}

export interface OnlineTrust {
  /** Before the first event. */
  readonly start: SellerState;
  /** One event on, in constant time: the filter of the whole history, to the last digit. */
  updateSeller(state: SellerState, event: SellerEvent): SellerState;
}

/** The Kalman filter of docs/model.md 6.4 one event at a time, under a fit of law 5.3:
 *      S = g^2 P + se^2    v = d - bg ln(|g|/g0) g - g m    m <- m + P g v/S    P <- P se^2/S
 *      m <- F m + c    P <- F^2 P + q^2    F = 1 - gain max(r,0) - loss max(-r,0)    c = gain max(r,0)
 *  @throws RangeError unless the fit is of the Kalman estimator */
export function onlineTrust({ estimator, theta, unit, referenceGap }: SegmentFit): OnlineTrust {
  if (estimator !== 'kf') throw new RangeError(`onlineTrust requires a Kalman fit, found ${estimator}`);
  const at = (place: number): number => theta[place] ?? 0;
  const [gain, loss, bg] = [at(THETA.gain), at(THETA.loss), at(THETA.bg)];
  const q2 = at(THETA.q) ** 2;
  const h = Math.exp(2 * at(THETA.lnSe));
  return {
    start: { mean: at(THETA.mu0), variance: at(THETA.tau0) * at(THETA.tau0) },
    updateSeller({ mean, variance }, { decision, fidelity }) {
      let m = mean;
      let P = variance;
      if (decision) {
        const g = decision.gap / unit;
        const inverse = 1 / (g * g * P + h);
        const bend = Math.log(Math.abs(decision.gap) / referenceGap) * g;
        const v = decision.move / unit - bg * bend - g * m;
        m += P * g * (v * inverse);
        P *= h * inverse;
      }
      if (fidelity !== null) {
        const size = Math.abs(fidelity);
        const up = gain * 0.5 * (size + fidelity);
        const F = 1 - up - loss * 0.5 * (size - fidelity);
        m = F * m + up;
        P = F * F * P + q2;
      }
      return { mean: m, variance: P };
    },
  };
}
