import { lawOf, type Law, type Motion } from './law.ts';

/** Fidelity of the outcome seen after each step; NaN: none was seen. */
export interface OutcomesSeen {
  readonly fidelity: Float64Array;
}

/** The asymmetric, non-Bayesian law, docs/model.md 5.3. On an outcome seen with fidelity r, rp = max(r,0), rn = max(-r,0):
 *      alpha' = F alpha + c + eta      F = 1 - gain rp - loss rn      c = gain rp      eta ~ N(0, q^2)
 *  and no motion without one. alpha_0 ~ N(mu0, tau0^2). Only tau0^2 and q^2 enter: their signs mean nothing. */
export const asymmetricMotion: Motion<OutcomesSeen> = {
  initial([mu0 = 0, tau0 = 0], into) {
    into.fill(0);
    into[0] = mu0;
    into[2] = tau0 * tau0;
  },

  pullInitial(theta, adjoint, gradient) {
    gradient[0] = (gradient[0] as number) + (adjoint[0] as number);
    gradient[1] = (gradient[1] as number) + 2 * (theta[1] as number) * (adjoint[2] as number);
  },

  transitions(theta, { fidelity }, from, to, { F, c, Q }) {
    const gain = theta[2] as number;
    const loss = theta[3] as number;
    const q2 = (theta[4] as number) ** 2;
    for (let k = from; k < to; k++) {
      const n = k - from;
      const r = fidelity[k] as number;
      const seen = r === r;
      const size = seen ? Math.abs(r) : 0;
      const sign = seen ? r : 0;
      const up = gain * 0.5 * (size + sign); // gain rp: a sign, as good as random, is no branch
      F[n] = 1 - up - loss * 0.5 * (size - sign);
      c[n] = up;
      Q[n] = seen ? q2 : 0;
    }
  },

  pullTransitions(theta, { fidelity }, from, to, { F, c, Q }, gradient) {
    let gain = 0;
    let loss = 0;
    let q2 = 0;
    for (let k = from; k < to; k++) {
      const n = k - from;
      const r = fidelity[k] as number;
      if (r !== r) continue;
      const dF = F[n] as number;
      gain += 0.5 * (Math.abs(r) + r) * ((c[n] as number) - dF);
      loss -= 0.5 * (Math.abs(r) - r) * dF;
      q2 += Q[n] as number;
    }
    gradient[2] = (gradient[2] as number) + gain;
    gradient[3] = (gradient[3] as number) + loss;
    gradient[4] = (gradient[4] as number) + 2 * (theta[4] as number) * q2;
  },
};

export const asymmetricLaw: Law<OutcomesSeen> = lawOf(
  { name: '5.3', dimension: 1, parameters: ['initialMean', 'initialSd', 'gain', 'loss', 'driftSd'] },
  asymmetricMotion,
);
