import { SYSTEM_WIDTH } from '../../stats/state-space.ts';
import type { Law } from './law.ts';

/** Fidelity of the outcome seen after each step; NaN: none was seen. */
export interface OutcomesSeen {
  readonly fidelity: Float64Array;
}

/** The asymmetric, non-Bayesian law, docs/model.md 5.3. On an outcome seen with fidelity r, rp = max(r,0), rn = max(-r,0):
 *      alpha' = F alpha + c + eta      F = 1 - gain rp - loss rn      c = gain rp      eta ~ N(0, q^2)
 *  and no motion without one. alpha_0 ~ N(mu0, tau0^2). Only tau0^2 and q^2 enter: their signs mean nothing. */
export const asymmetricLaw: Law<OutcomesSeen> = {
  name: '5.3',
  dimension: 1,
  parameters: ['initialMean', 'initialSd', 'gain', 'loss', 'driftSd'],

  fill(theta, { fidelity }, { initial, system }) {
    const [mu0 = 0, tau0 = 0, gain = 0, loss = 0, q = 0] = theta;
    initial.fill(0);
    initial[0] = mu0;
    initial[2] = tau0 * tau0;
    for (let k = 0; k < fidelity.length; k++) {
      const r = fidelity[k] as number;
      if (r !== r) continue;
      const c = gain * Math.max(r, 0);
      const j = SYSTEM_WIDTH * k;
      system[j] = 1 - c - loss * Math.max(-r, 0);
      system[j + 4] = c;
      system[j + 6] = q * q;
    }
  },

  pull(theta, { fidelity }, { initial, system }, gradient) {
    const [, tau0 = 0, , , q = 0] = theta;
    let gain = 0;
    let loss = 0;
    let q2 = 0;
    for (let k = 0; k < fidelity.length; k++) {
      const r = fidelity[k] as number;
      if (r !== r) continue;
      const j = SYSTEM_WIDTH * k;
      const dF = system[j] as number;
      if (r > 0) gain += r * ((system[j + 4] as number) - dF);
      else loss += r * dF;
      q2 += system[j + 6] as number;
    }
    gradient[0] = initial[0] as number;
    gradient[1] = 2 * tau0 * (initial[2] as number);
    gradient[2] = gain;
    gradient[3] = loss;
    gradient[4] = 2 * q * q2;
  },
};
