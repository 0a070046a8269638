import { lawOf, type Law } from './law.ts';

/** Per step: the outcome's surprise o (signed; NaN: no outcome was seen) and the dose D of a process. */
export interface SurprisesAndDoses {
  readonly surprise: Float64Array;
  readonly dose: Float64Array;
}

/** The mean-reverting law with a process inside, docs/model.md 5.5. State (alpha, mu_i), on an outcome seen
 *      alpha' = (1 - phi) mu_i + phi alpha + gain max(o,0) - loss max(-o,0) + b D + eta      eta ~ N(0, q^2)
 *      mu_i ~ N(m, tau^2)      alpha_0 ~ N(mu_i, s0^2)
 *  and no motion without one, so that it runs on the clock of 5.3. gain and loss are this law's, per unit of surprise: not those
 *  of 5.3. */
export const meanRevertingLaw: Law<SurprisesAndDoses> = lawOf(
  {
    name: '5.5',
    dimension: 2,
    parameters: ['mean', 'meanSd', 'initialSd', 'persistence', 'gain', 'loss', 'processEffect', 'driftSd'],
  },
  {
    initial([m = 0, tau = 0, s0 = 0], into) {
      into.set([m, m, tau * tau + s0 * s0, tau * tau, tau * tau]);
    },

    pullInitial([, tau = 0, s0 = 0], [d1 = 0, d2 = 0, d11 = 0, d12 = 0, d22 = 0], gradient) {
      gradient[0] = (gradient[0] as number) + d1 + d2;
      gradient[1] = (gradient[1] as number) + 2 * tau * (d11 + d12 + d22);
      gradient[2] = (gradient[2] as number) + 2 * s0 * d11;
    },

    transitions(theta, { surprise, dose }, from, to, { F, G, c, Q }) {
      const phi = theta[3] as number;
      const gain = theta[4] as number;
      const loss = theta[5] as number;
      const b = theta[6] as number;
      const q2 = (theta[7] as number) ** 2;
      for (let k = from; k < to; k++) {
        const n = k - from;
        const o = surprise[k] as number;
        const seen = o === o;
        const size = Math.abs(o); // a sign, as good as random, is no branch
        F[n] = seen ? phi : 1;
        G[n] = seen ? 1 - phi : 0;
        c[n] = seen ? 0.5 * (gain * (size + o) - loss * (size - o)) + b * (dose[k] as number) : 0;
        Q[n] = seen ? q2 : 0;
      }
    },

    pullTransitions(theta, { surprise, dose }, from, to, { F, G, c, Q }, gradient) {
      let phi = 0;
      let gain = 0;
      let loss = 0;
      let b = 0;
      let q2 = 0;
      for (let k = from; k < to; k++) {
        const n = k - from;
        const o = surprise[k] as number;
        if (o !== o) continue;
        const dc = c[n] as number;
        phi += (F[n] as number) - (G[n] as number);
        gain += dc * 0.5 * (Math.abs(o) + o);
        loss -= dc * 0.5 * (Math.abs(o) - o);
        b += dc * (dose[k] as number);
        q2 += Q[n] as number;
      }
      gradient[3] = (gradient[3] as number) + phi;
      gradient[4] = (gradient[4] as number) + gain;
      gradient[5] = (gradient[5] as number) + loss;
      gradient[6] = (gradient[6] as number) + b;
      gradient[7] = (gradient[7] as number) + 2 * (theta[7] as number) * q2;
    },
  },
);
