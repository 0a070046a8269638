import { logSumExp } from '../../../stats/log-sum-exp.ts';
import { EVENT } from '../../friction/event.ts';
import {
  eventLikelihood,
  lapseDensity,
  standardised,
  type FrictionEvent,
  type NodeLikelihood,
  type Nodes,
} from '../../friction/event-likelihood.ts';
import { noiseOf, type FrictionNoise, type FrictionNoiseAdjoint } from '../../friction/noise.ts';
import { densityAtNodes } from './density-at-nodes.ts';
import type { EventData } from './event-data.ts';
import type { WeightPath } from './weight-path.ts';

/** Products of this many likelihoods stay far from underflow between two logarithms. */
const PRODUCT = 32;
/** A node this improbable adds nothing that a derivative could hold: the likelihood of an event varies less than 1e8. */
const NOTHING = 1e-24;

/** The events `from` to `to` under one latent number of the seller, integrated over its nodes (one node: none). */
export interface PathLikelihood {
  /** ll = ln sum_j w_j prod_t L(event_t | e_tj, sd_t)          L: docs/model.md 6.5 */
  forward(events: EventData, from: number, to: number, noise: FrictionNoise, path: WeightPath): number;
  /** Of the same events, right after `forward`: fills the path's derivatives, adds those in the noise to `adjoint`. */
  backward(
    events: EventData,
    from: number,
    to: number,
    noise: FrictionNoise,
    path: WeightPath,
    adjoint: FrictionNoiseAdjoint,
  ): void;
}

/** A likelihood for sequences of at most `length` events, whose calls share one room and allocate nothing. */
export function pathLikelihood(nodes: Nodes, length: number): PathLikelihood {
  const { z, w } = nodes;
  const count = z.length;
  const rooms = roomsOf(count, length);
  const logW = w.map((value) => Math.log(value));
  const logL = new Float64Array(count);
  const product = new Float64Array(count);
  const event: FrictionEvent = { kind: 0, weight: 0, e0: 0, slope: 0, sd: 1, eps: 0 };
  let value = 0;

  return {
    forward(events, from, to, noise, path) {
      logL.set(logW);
      product.fill(1);
      for (let k = from; k < to; k++) {
        look(events, k, noise, path, k - from, event);
        const room = rooms[k - from] as NodeLikelihood;
        if (event.kind === EVENT.adjust) adjustLikelihood(event, nodes, room);
        else eventLikelihood(event, nodes, room);
        const { L } = room;
        for (let j = 0; j < count; j++) product[j] = (product[j] as number) * (L[j] as number);
        if ((k - from) % PRODUCT === PRODUCT - 1 || k === to - 1) flush(logL, product);
      }
      value = logSumExp(logL);
      return value;
    },

    backward(events, from, to, noise, path, adjoint) {
      const { sw, se, eps } = noise;
      const posterior = product;
      for (let j = 0; j < count; j++) posterior[j] = Math.exp((logL[j] as number) - value);
      let first = 0;
      let last = count - 1;
      while ((posterior[first] as number) < NOTHING) first++;
      while ((posterior[last] as number) < NOTHING) last--;
      for (let k = from; k < to; k++) {
        look(events, k, noise, path, k - from, event);
        const { L, byWeight } = rooms[k - from] as NodeLikelihood;
        let de = 0;
        let dez = 0;
        let inverse = 0;
        for (let j = first; j <= last; j++) {
          const share = (posterior[j] as number) / (L[j] as number);
          const slope = share * (byWeight[j] as number);
          de += slope;
          dez += slope * (z[j] as number);
          inverse += share;
        }
        const { sd } = event;
        const g = events.gaps[k] as number;
        const x = standardised(event);
        const lapse = lapseDensity(event.kind);
        const own = event.kind === EVENT.adjust ? (1 - eps * lapse * inverse) / sd : 0;
        const dsd = -x.sign * (x.x0 * de + x.slope * dez) - own;
        adjoint.eps += (lapse * inverse - 1) / (1 - eps);
        adjoint.sw += (dsd * sw) / sd;
        adjoint.se += (dsd * se) / (g * g * sd);
        path.byAt[k - from] = de;
        path.byPer[k - from] = dez;
      }
    },
  };
}

/** Event k of the data, the t-th of its sequence, as the likelihood sees it. */
function look(
  { kind, weight, gaps }: EventData,
  k: number,
  { sw, se, eps }: FrictionNoise,
  { at, per }: WeightPath,
  t: number,
  into: FrictionEvent,
): void {
  into.kind = kind[k] as number;
  into.weight = weight[k] as number;
  into.e0 = at[t] as number;
  into.slope = per[t] as number;
  into.sd = noiseOf(sw, se, gaps[k] as number);
  into.eps = eps;
}

/** One room per event, kept until the pass back. */
function roomsOf(count: number, length: number): NodeLikelihood[] {
  const L = new Float64Array(count * length);
  const byWeight = new Float64Array(count * length);
  const density = new Float64Array(count);
  return Array.from({ length }, (_, t) => ({
    L: L.subarray(count * t, count * (t + 1)),
    byWeight: byWeight.subarray(count * t, count * (t + 1)),
    density,
  }));
}

/** As `eventLikelihood`, for an ADJUST, which needs no Phi. */
function adjustLikelihood(event: FrictionEvent, { z }: Nodes, { L, byWeight }: NodeLikelihood): void {
  const { sd, eps, kind } = event;
  const { x0, slope } = standardised(event);
  const first = x0 + slope * (z[0] as number);
  const step = z.length > 1 ? slope * ((z[1] as number) - (z[0] as number)) : 0;
  densityAtNodes(first, step, L);
  const base = eps * lapseDensity(kind);
  const scale = (1 - eps) / sd;
  for (let j = 0; j < z.length; j++) {
    const phi = scale * (L[j] as number);
    L[j] = phi + base;
    byWeight[j] = (phi * (first + step * j)) / sd;
  }
}

function flush(logL: Float64Array, product: Float64Array): void {
  for (let j = 0; j < logL.length; j++) logL[j] = (logL[j] as number) + Math.log(product[j] as number);
  product.fill(1);
}
