import { FILTER_WIDTH, type Filtered } from '../../stats/kalman-filter.ts';
import { logSumExp } from '../../stats/log-sum-exp.ts';
import type { Smoothed } from '../../stats/smoother.ts';
import { SYSTEM_WIDTH, type StateSpace } from '../../stats/state-space.ts';
import { compactPath } from './compact-path.ts';
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

const NODES = normalNodes(2.6, 31);
const COUNT = NODES.z.length;
/** Products of this many likelihoods stay far from underflow between two logarithms. */
const PRODUCT = 32;

/** QD, the deterministic path form of docs/model.md 6.5: initial trust alpha_0 = mu0 + tau0 z_j integrated over 31 nodes, no
 *  process noise. ll = ln sum w_j prod_t L_jt. The state has dimension 1. */
export const pathForm: FrictionForm = {
  name: 'qd',
  passes,
  compact: (panel, motion) => compactPath(panel, motion, NODES),
  smooth,
  covarianceWithLast,
};

function passes(length: number, states = true): FrictionPasses {
  const likelihood = new Float64Array(COUNT * length); // L_j of each step
  const byWeight = new Float64Array(COUNT * length); // dL_j/de_j
  const product = new Float64Array(COUNT);
  const logL = new Float64Array(COUNT);
  const posterior = new Float64Array(COUNT);
  const pull = new Float64Array(COUNT); // derivative with respect to alpha_j
  const at = nodeLikelihood(COUNT);
  const event: FrictionEvent = { kind: 0, weight: 0, e0: 0, slope: 0, sd: 1, eps: 0 };

  return {
    forward({ space, kind, weight, logGap, zones }, { se, bg, sw, eps }, i, into) {
      const { starts, system, initial, design } = space;
      const { steps: memory, last } = into;
      const from = starts[i] as number;
      const to = starts[i + 1] as number;
      let m = initial[0] as number; // alpha_j = m + root z_j
      let root = Math.sqrt(initial[2] as number);
      let pending = 0;
      for (let j = 0; j < COUNT; j++) logL[j] = Math.log(NODES.w[j] as number);
      product.fill(1);
      posterior.set(NODES.w);
      if (states) memory.fill(0, 0, FILTER_WIDTH * (to - from));
      for (let k = from; k < to; k++) {
        const o = FILTER_WIDTH * (k - from);
        if (states) moments(posterior, m, root, memory, o);
        memory[o + 3] = m;
        memory[o + 4] = root;
        if (kind[k] !== EVENT.none) {
          event.kind = kind[k] as number;
          event.weight = weight[k] as number;
          event.e0 = m + bg * (logGap[k] as number);
          event.slope = root;
          event.sd = noiseOf(sw, se, design[k] as number);
          event.eps = eps;
          event.zones = zones;
          eventLikelihood(event, NODES, at);
          likelihood.set(at.L, COUNT * (k - from));
          byWeight.set(at.byWeight, COUNT * (k - from));
          for (let j = 0; j < COUNT; j++) product[j] = (product[j] as number) * (at.L[j] as number);
          if (states) memory[o + 12] = Math.log(update(posterior, at.L));
          if (++pending === PRODUCT) {
            flush(logL, product);
            pending = 0;
          }
        }
        if (states) moments(posterior, m, root, memory, o + 5);
        const j = SYSTEM_WIDTH * k;
        m = (system[j] as number) * m + (system[j + 4] as number);
        root *= system[j] as number;
      }
      flush(logL, product);
      const logLikelihood = logSumExp(logL);
      for (let j = 0; j < COUNT; j++) posterior[j] = Math.exp((logL[j] as number) - logLikelihood);
      moments(posterior, m, root, last, 0);
      last[3] = m;
      last[4] = root;
      return logLikelihood;
    },

    backward({ space, kind, weight, logGap, zones }, { se, bg, sw, eps }, i, { steps: memory }, into, noise) {
      const { starts, system, design, initial } = space;
      const from = starts[i] as number;
      pull.fill(0);
      for (let k = (starts[i + 1] as number) - 1; k >= from; k--) {
        const o = FILTER_WIDTH * (k - from);
        const m = memory[o + 3] as number;
        const root = memory[o + 4] as number;
        const J = SYSTEM_WIDTH * k;
        const F = system[J] as number;
        let total = 0;
        let tilted = 0;
        for (let j = 0; j < COUNT; j++) {
          total += pull[j] as number;
          tilted += (pull[j] as number) * (NODES.z[j] as number);
          pull[j] = (pull[j] as number) * F;
        }
        into.system[J] = total * m + tilted * root;
        into.system[J + 4] = total;
        into.system[J + 6] = 0;
        if (kind[k] === EVENT.none) continue;
        const g = design[k] as number;
        const sd = noiseOf(sw, se, g);
        event.kind = kind[k] as number;
        event.weight = weight[k] as number;
        event.e0 = m + bg * (logGap[k] as number);
        event.slope = root;
        event.sd = sd;
        event.zones = zones;
        const x = standardised(event);
        const lapse = lapseDensity(kind[k] as number, zones);
        let de = 0;
        let dez = 0;
        let inverse = 0;
        const c = COUNT * (k - from);
        for (let j = 0; j < COUNT; j++) {
          const share = (posterior[j] as number) / (likelihood[c + j] as number);
          const slope = share * (byWeight[c + j] as number);
          pull[j] = (pull[j] as number) + slope;
          de += slope;
          dez += slope * (NODES.z[j] as number);
          inverse += share;
        }
        const own = kind[k] === EVENT.adjust ? (1 - eps * lapse * inverse) / sd : 0;
        const dsd = -x.sign * (x.x0 * de + x.slope * dez) - own;
        noise.eps += (lapse * inverse - 1) / (1 - eps);
        noise.bg += de * (logGap[k] as number);
        noise.sw += (dsd * sw) / sd;
        noise.se += (dsd * se) / (g * g * sd);
      }
      let total = 0;
      let tilted = 0;
      for (let j = 0; j < COUNT; j++) {
        total += pull[j] as number;
        tilted += (pull[j] as number) * (NODES.z[j] as number);
      }
      into.initial[0] = (into.initial[0] as number) + total;
      into.initial[2] = (into.initial[2] as number) + tilted / (2 * Math.sqrt(initial[2] as number));
    },
  };
}

/** alpha_t = m_t + root_t z, and all of the sequence speaks of the same z, whose moments the last state has. */
function smooth(space: StateSpace, i: number, { steps: memory, last }: Filtered): Smoothed {
  const steps = (space.starts[i + 1] as number) - (space.starts[i] as number);
  const at = (k: number, place: number): number =>
    (k === steps ? last[place] : memory[FILTER_WIDTH * k + place]) as number;
  const tilt = ((last[0] as number) - (last[3] as number)) / (last[4] as number); // E[z]
  const spread = (last[2] as number) / (last[4] as number) ** 2; // Var(z)
  const mean = Float64Array.from({ length: steps + 1 }, (_, k) => at(k, 3) + at(k, 4) * tilt);
  const variance = mean.map((_, k) => at(k, 4) ** 2 * spread);
  const lagOne = Float64Array.from({ length: steps }, (_, k) => at(k, 4) * at(k + 1, 4) * spread);
  return { mean, variance, lagOne };
}

function covarianceWithLast(space: StateSpace, i: number, filtered: Filtered, step: number): number {
  const { variance } = smooth(space, i, filtered);
  return Math.sqrt((variance[step] as number) * (variance[variance.length - 1] as number));
}

/** Weights after an event; returns its predictive density. */
function update(weights: Float64Array, L: Float64Array): number {
  let mean = 0;
  for (let j = 0; j < COUNT; j++) mean += (weights[j] as number) * (L[j] as number);
  for (let j = 0; j < COUNT; j++) weights[j] = ((weights[j] as number) * (L[j] as number)) / mean;
  return mean;
}

/** Mean and variance of alpha_j = m + root z_j under weights, into the places of m1 and P11. */
function moments(weights: Float64Array, m: number, root: number, into: Float64Array, at: number): void {
  let mean = 0;
  for (let j = 0; j < COUNT; j++) mean += (weights[j] as number) * (NODES.z[j] as number);
  let variance = 0;
  for (let j = 0; j < COUNT; j++) variance += (weights[j] as number) * ((NODES.z[j] as number) - mean) ** 2;
  into[at] = m + root * mean;
  into[at + 2] = root * root * variance;
}

function flush(logL: Float64Array, product: Float64Array): void {
  for (let j = 0; j < COUNT; j++) logL[j] = (logL[j] as number) + Math.log(product[j] as number);
  product.fill(1);
}
