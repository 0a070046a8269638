import { SYSTEM_WIDTH } from '../../stats/state-space.ts';
import type { Law } from './law.ts';

/** Per step: the outcome's surprise o (signed) and the dose D of a process. */
export interface SurprisesAndDoses {
  readonly surprise: Float64Array;
  readonly dose: Float64Array;
}

/** The mean-reverting law with a process inside, docs/model.md 5.5. State (alpha, mu_i):
 *      alpha' = (1 - phi) mu_i + phi alpha + gain max(o,0) - loss max(-o,0) + b D + eta      eta ~ N(0, q^2)
 *      mu_i ~ N(m, tau^2)      alpha_0 ~ N(mu_i, s0^2)
 *  gain and loss are this law's, per unit of surprise: not those of 5.3. */
export const meanRevertingLaw: Law<SurprisesAndDoses> = {
  name: '5.5',
  dimension: 2,
  parameters: ['mean', 'meanSd', 'initialSd', 'persistence', 'gain', 'loss', 'processEffect', 'driftSd'],

  fill(theta, { surprise, dose }, { initial, system }) {
    const [m = 0, tau = 0, s0 = 0, phi = 0, gain = 0, loss = 0, b = 0, q = 0] = theta;
    initial.set([m, m, tau * tau + s0 * s0, tau * tau, tau * tau]);
    for (let k = 0; k < surprise.length; k++) {
      const o = surprise[k] as number;
      const j = SYSTEM_WIDTH * k;
      system[j] = phi;
      system[j + 1] = 1 - phi;
      system[j + 4] = gain * Math.max(o, 0) - loss * Math.max(-o, 0) + b * (dose[k] as number);
      system[j + 6] = q * q;
    }
  },

  pull(theta, { surprise, dose }, { initial, system }, gradient) {
    const [, tau = 0, s0 = 0, , , , , q = 0] = theta;
    let phi = 0;
    let gain = 0;
    let loss = 0;
    let b = 0;
    let q2 = 0;
    for (let k = 0; k < surprise.length; k++) {
      const o = surprise[k] as number;
      const j = SYSTEM_WIDTH * k;
      const dc = system[j + 4] as number;
      phi += (system[j] as number) - (system[j + 1] as number);
      gain += dc * Math.max(o, 0);
      loss -= dc * Math.max(-o, 0);
      b += dc * (dose[k] as number);
      q2 += system[j + 6] as number;
    }
    const [d1 = 0, d2 = 0, d11 = 0, d12 = 0, d22 = 0] = initial;
    gradient.set([d1 + d2, 2 * tau * (d11 + d12 + d22), 2 * s0 * d11, phi, gain, loss, b, 2 * q * q2]);
  },
};
