import { FILTER_WIDTH } from '../../stats/kalman-filter.ts';
import { covarianceWithLast, smoothSequence } from '../../stats/smoother.ts';
import { SYSTEM_WIDTH } from '../../stats/state-space.ts';
import { EVENT } from './event.ts';
import {
  eventLikelihood,
  lapseDensity,
  nodeLikelihood,
  normalNodes,
  standardised,
  type FrictionEvent,
} from './event-likelihood.ts';
import type { FrictionForm, FrictionPasses } from './form.ts';
import { noiseOf } from './noise.ts';

const NODES = normalNodes(4, 33);
const LEAST_VARIANCE = 1e-8;
/** M_i = sum w z^i. */
const M = [0, 1, 2].map((i) => NODES.w.reduce((sum, w, j) => sum + w * (NODES.z[j] as number) ** i, 0));

/** What the pass back needs of a decision: S0 S1 S2 = sum w L z^i, then T0 to T3 = sum w dL/de z^i. */
const MOMENTS = 7;

/** QD-ADF, the production form of docs/model.md 6.5. State alpha ~ N(m,P); at a decision, with alpha_k = m + sqrt(P) z_k,
 *      ll += ln S0     m <- m + sqrt(P) S1/S0     P <- P (S2/S0 - (S1/S0)^2), at least 1e-8
 *  and then the law's step m <- F m + c, P <- F^2 P + q^2. Between decisions the state is Gaussian and moves linearly, so
 *  the Rauch-Tung-Striebel smoother holds as it stands. Assumed-density filtering: Maybeck (1982), Stochastic
 *  Models, Estimation and Control, vol. 2. The state has dimension 1. */
export const adfForm: FrictionForm = { name: 'qd-adf', passes, smooth: smoothSequence, covarianceWithLast };

function passes(length: number): FrictionPasses {
  const moments = new Float64Array(MOMENTS * length);
  const at = nodeLikelihood(NODES.z.length);
  const event: FrictionEvent = { kind: 0, weight: 0, e0: 0, slope: 0, sd: 1, eps: 0 };

  return {
    forward({ space, kind, weight, logGap, zones }, { se, bg, sw, eps }, i, into) {
      const { starts, system, initial, design } = space;
      const { steps: memory, last } = into;
      const from = starts[i] as number;
      const to = starts[i + 1] as number;
      let m = initial[0] as number;
      let P = initial[2] as number;
      let logLikelihood = 0;
      memory.fill(0, 0, FILTER_WIDTH * (to - from));
      for (let k = from; k < to; k++) {
        const o = FILTER_WIDTH * (k - from);
        memory[o] = m;
        memory[o + 2] = P;
        if (kind[k] !== EVENT.none) {
          const root = Math.sqrt(P);
          event.kind = kind[k] as number;
          event.weight = weight[k] as number;
          event.e0 = m + bg * (logGap[k] as number);
          event.slope = root;
          event.sd = noiseOf(sw, se, design[k] as number);
          event.eps = eps;
          event.zones = zones;
          eventLikelihood(event, NODES, at);
          const s = MOMENTS * (k - from);
          sumMoments(at.L, at.byWeight, moments, s);
          const S0 = moments[s] as number;
          const R1 = (moments[s + 1] as number) / S0;
          const density = Math.log(S0);
          m += root * R1;
          P = Math.max(P * ((moments[s + 2] as number) / S0 - R1 * R1), LEAST_VARIANCE);
          logLikelihood += density;
          memory[o + 12] = density;
        }
        memory[o + 5] = m;
        memory[o + 7] = P;
        const j = SYSTEM_WIDTH * k;
        const F = system[j] as number;
        m = F * m + (system[j + 4] as number);
        P = F * F * P + (system[j + 6] as number);
      }
      last.fill(0);
      last[0] = m;
      last[2] = P;
      return logLikelihood;
    },

    backward({ space, kind, weight, logGap, zones }, { se, bg, sw, eps }, i, { steps: memory }, into, noise) {
      const { starts, system, design } = space;
      const from = starts[i] as number;
      let dm = 0;
      let dP = 0;
      for (let k = (starts[i + 1] as number) - 1; k >= from; k--) {
        const o = FILTER_WIDTH * (k - from);
        const j = SYSTEM_WIDTH * k;
        const F = system[j] as number;
        into.system[j] = dm * (memory[o + 5] as number) + 2 * dP * F * (memory[o + 7] as number);
        into.system[j + 4] = dm;
        into.system[j + 6] = dP;
        dm *= F;
        dP *= F * F;
        if (kind[k] === EVENT.none) continue;
        const P = memory[o + 2] as number;
        const root = Math.sqrt(P);
        const g = design[k] as number;
        const sd = noiseOf(sw, se, g);
        event.kind = kind[k] as number;
        event.weight = weight[k] as number;
        event.e0 = (memory[o] as number) + bg * (logGap[k] as number);
        event.slope = root;
        event.sd = sd;
        event.zones = zones;
        const x = standardised(event);
        const s = MOMENTS * (k - from);
        const S0 = moments[s] as number;
        const S1 = moments[s + 1] as number;
        const S2 = moments[s + 2] as number;
        const R1 = S1 / S0;
        const spread = S2 / S0 - R1 * R1;
        if (P * spread <= LEAST_VARIANCE) dP = 0;
        const dS0 = (1 - dm * root * R1 + dP * P * (2 * R1 * R1 - S2 / S0)) / S0;
        const dS1 = (dm * root - 2 * dP * P * R1) / S0;
        const dS2 = (dP * P) / S0;
        const T1 = moments[s + 4] as number;
        const T2 = moments[s + 5] as number;
        const de = dS0 * (moments[s + 3] as number) + dS1 * T1 + dS2 * T2;
        const dRoot = dS0 * T1 + dS1 * T2 + dS2 * (moments[s + 6] as number);
        const lapse = lapseDensity(kind[k] as number, zones);
        const S = dS0 * S0 + dS1 * S1 + dS2 * S2;
        const base = lapse * (dS0 * (M[0] as number) + dS1 * (M[1] as number) + dS2 * (M[2] as number));
        const own = kind[k] === EVENT.adjust ? (S - eps * base) / sd : 0;
        const dsd = -x.sign * (x.x0 * de + x.slope * dRoot) - own;
        noise.eps += (base - S) / (1 - eps);
        noise.bg += de * (logGap[k] as number);
        noise.sw += (dsd * sw) / sd;
        noise.se += (dsd * se) / (g * g * sd);
        dP = dP * spread + (dRoot + dm * R1) / (2 * root);
        dm += de;
      }
      into.initial[0] = (into.initial[0] as number) + dm;
      into.initial[2] = (into.initial[2] as number) + dP;
    },
  };
}

function sumMoments(L: Float64Array, byWeight: Float64Array, into: Float64Array, at: number): void {
  const { z, w } = NODES;
  let S0 = 0;
  let S1 = 0;
  let S2 = 0;
  let T0 = 0;
  let T1 = 0;
  let T2 = 0;
  let T3 = 0;
  for (let j = 0; j < z.length; j++) {
    const node = z[j] as number;
    const s = (w[j] as number) * (L[j] as number);
    const t = (w[j] as number) * (byWeight[j] as number);
    const tz = t * node;
    const tzz = tz * node;
    S0 += s;
    S1 += s * node;
    S2 += s * node * node;
    T0 += t;
    T1 += tz;
    T2 += tzz;
    T3 += tzz * node;
  }
  into[at] = S0;
  into[at + 1] = S1;
  into[at + 2] = S2;
  into[at + 3] = T0;
  into[at + 4] = T1;
  into[at + 5] = T2;
  into[at + 6] = T3;
}
