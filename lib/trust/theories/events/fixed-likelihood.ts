import { normalAtNodes } from '../../../stats/normal-at-nodes.ts';
import { EVENT, KAPPA } from '../../friction/event.ts';
import { lapseDensity } from '../../friction/event-likelihood.ts';
import { noiseOf } from '../../friction/noise.ts';
import type { PathLikelihood } from './path-likelihood.ts';

const ROOT_2PI = Math.sqrt(2 * Math.PI);
const HERE = Float64Array.of(0); // the one node
const PRODUCT = 32; // likelihoods between two logarithms

/** `pathLikelihood` for theories without a latent number: one weight per event, no nodes to keep. */
export function fixedLikelihood(length: number): PathLikelihood {
  const x = new Float64Array(length);
  const sd = new Float64Array(length);
  const density = new Float64Array(length); // phi(x)
  const likelihood = new Float64Array(length);
  const cdf = new Float64Array(1);
  const pdf = new Float64Array(1);

  return {
    forward({ kind, weight, gaps }, from, to, { sw, se, eps }, { at }) {
      let product = 1;
      let value = 0;
      for (let k = from; k < to; k++) {
        const t = k - from;
        const e = at[t] as number;
        const s = noiseOf(sw, se, gaps[k] as number);
        sd[t] = s;
        const base = eps * lapseDensity(kind[k] as number);
        let L: number;
        if (kind[k] === EVENT.adjust) {
          const z = ((weight[k] as number) - e) / s;
          const phi = Math.exp((-z * z) / 2) / ROOT_2PI;
          x[t] = z;
          density[t] = phi;
          L = ((1 - eps) * phi) / s + base;
        } else {
          const z = (kind[k] === EVENT.keep ? KAPPA - e : e - 1 + KAPPA) / s;
          normalAtNodes(z, 0, HERE, cdf, pdf);
          x[t] = z;
          density[t] = pdf[0] as number;
          L = (1 - eps) * (cdf[0] as number) + base;
        }
        likelihood[t] = L;
        product *= L;
        if (t % PRODUCT === PRODUCT - 1 || k === to - 1) {
          value += Math.log(product);
          product = 1;
        }
      }
      return value;
    },

    backward({ kind, gaps }, from, to, { sw, se, eps }, { byAt, byPer }, adjoint) {
      for (let k = from; k < to; k++) {
        const t = k - from;
        const g = gaps[k] as number;
        const s = sd[t] as number;
        const z = x[t] as number;
        const L = likelihood[t] as number;
        const rise = ((1 - eps) * (density[t] as number)) / (s * L);
        const lapse = lapseDensity(kind[k] as number);
        let de = kind[k] === EVENT.accept ? rise : -rise;
        let dsd = -z * rise;
        if (kind[k] === EVENT.adjust) {
          de = (rise * z) / s;
          dsd = (rise * (z * z - 1)) / s;
        }
        byAt[t] = de;
        byPer[t] = 0;
        adjoint.eps += (lapse / L - 1) / (1 - eps);
        adjoint.sw += (dsd * sw) / s;
        adjoint.se += (dsd * se) / (g * g * s);
      }
    },
  };
}
