import { longestOf, TOTALS, transitionRoom } from '../../stats/transitions.ts';
import type { Motion } from '../laws/law.ts';
import { eventLikelihood, nodeLikelihood, lapseDensity, type Nodes } from './event-likelihood.ts';
import { EVENT } from './event.ts';
import { eventsByKind } from './events-by-kind.ts';
import type { CompactFriction } from './form.ts';
import { noiseAt, pullNoise, type FrictionNoise, type FrictionNoiseAdjoint } from './noise.ts';
import type { FrictionPanel } from './panel.ts';
import { EVENT_BYTES, LONGEST_STEP, SLOT_BYTES } from './path-kernel.ts';
import { AT_ONCE, FARTHEST, IN_PAIRS, pathMachine } from './path-machine.ts';

const KINDS = [EVENT.keep, EVENT.accept, EVENT.adjust];
/** An event of likelihood 1, which fills up a pair. */
const NEUTRAL = [0, 0, 0, 1];

/** QD's likelihood with its derivatives; events go in lists to the kernel. The same function as the passes of
 *  `deterministic-path.ts`, to 1e-11 of a log-likelihood (test/trust/friction/compact-path.test.ts). An event whose nodes
 *  lie too far apart for the kernel is computed node by node, as there. */
export function compactPath<Inputs>(
  panel: FrictionPanel<Inputs>,
  motion: Motion<Inputs>,
  nodes: Nodes,
): CompactFriction {
  const { law, inputs, starts, weight, logGap, design, zones } = panel;
  const { order, bounds } = eventsByKind(panel.kind, starts);
  const length = longestOf(starts);
  const { run, floats, product, events, slots, sums } = pathMachine(nodes, length);
  const [list, sumsAt] = [events / 8, sums / 8];
  const nodeStep = (nodes.z[1] as number) - (nodes.z[0] as number);
  const [t, d] = [transitionRoom(length), transitionRoom(length)];
  const column = (): Float64Array => new Float64Array(length);
  const [means, roots, xs, inverses, byMean, byRoot] = [
    column(),
    column(),
    column(),
    column(),
    column(),
    column(),
  ];
  const [initial, totals] = [new Float64Array(5), new Float64Array(TOTALS.length)];
  const collected = new Float64Array(law.parameters.length);
  const at = nodeLikelihood(nodes.z.length);
  let theta: Float64Array = collected;
  let noise: FrictionNoise = noiseAt(collected, 0);
  let adjoint: FrictionNoiseAdjoint = { se: 0, bg: 0, sw: 0, eps: 0 };
  let logs = 0;
  let total = 1;

  const forget = (): void => {
    adjoint = { se: 0, bg: 0, sw: 0, eps: 0 };
    collected.fill(0);
    totals.fill(0);
  };

  /** alpha_j = m + root z_j at each step. */
  function walk(from: number, to: number): void {
    motion.transitions(theta, inputs, from, to, t);
    const { F, c } = t;
    let m = initial[0] as number;
    let root = Math.sqrt(initial[2] as number);
    for (let n = 0; n < to - from; n++) {
      means[n] = m;
      roots[n] = root;
      m = (F[n] as number) * m + (c[n] as number);
      root *= F[n] as number;
    }
  }

  /** Lays events of one kind out for the kernel, entries `e` to `end` of the order, until the list is full or an event is
   *  too wide for it; gives their number. The first has `slot`. */
  function lay(which: number, from: number, e: number, end: number, slot: number): number {
    const { se, bg, sw, eps } = noise;
    const [se2, sw2] = [se * se, sw * sw];
    const adjusted = which === EVENT.adjust;
    const zone = which === EVENT.keep ? zones.keep : zones.accept;
    const sign = which === EVENT.accept ? 1 : -1;
    const base = eps * lapseDensity(which, zones);
    const most = Math.min(end - e, AT_ONCE);
    for (let n = 0; n < most; n++) {
      const k = order[e + n] as number;
      const g = design[k] as number;
      const inverse = Math.abs(g) / Math.sqrt(sw2 * g * g + se2); // 1/sd
      const e0 = (means[k - from] as number) + bg * (logGap[k] as number);
      const x = sign * (e0 - (adjusted ? (weight[k] as number) : zone)) * inverse;
      const step = sign * (roots[k - from] as number) * inverse * nodeStep;
      xs[slot + n] = x;
      inverses[slot + n] = inverse;
      if (!(Math.abs(step) <= LONGEST_STEP)) return n;
      const o = list + 4 * n;
      floats[o] = Math.max(-FARTHEST, Math.min(FARTHEST, x));
      floats[o + 1] = step;
      floats[o + 2] = (1 - eps) * (adjusted ? inverse : 1);
      floats[o + 3] = base;
    }
    return most;
  }

  /** The kernel on the first events of the list. */
  function take(which: number, count: number, slot: number, kept: boolean): void {
    if (count % 2 === 1) floats.set(NEUTRAL, list + 4 * count);
    const end = events + EVENT_BYTES * count;
    const to = slots + SLOT_BYTES * slot;
    if (which === EVENT.adjust) (kept ? run.densityKept : run.density)(events, end, to);
    else (kept ? run.phiKept : run.phi)(events, end, to);
  }

  /** An event node by node. */
  function takeWide(which: number, k: number, from: number, slot: number): void {
    const e0 = (means[k - from] as number) + noise.bg * (logGap[k] as number);
    const slope = roots[k - from] as number;
    const sd = 1 / (inverses[slot] as number);
    eventLikelihood(
      { kind: which, weight: weight[k] as number, e0, slope, sd, eps: noise.eps, zones },
      nodes,
      at,
    );
    const o = (slots + SLOT_BYTES * slot) / 8;
    IN_PAIRS.forEach((j, p) => {
      floats[o + p] = at.L[j] as number;
      floats[o + IN_PAIRS.length + p] = at.density[j] as number;
      product[p] = (product[p] as number) * (at.L[j] as number);
    });
  }

  /** Keeps long products far from underflow. */
  function rescale(): void {
    const most = product.reduce((a, b) => Math.max(a, b), 0);
    if (!(most > 0)) return;
    for (let p = 0; p < product.length; p++) product[p] = (product[p] as number) / most;
    logs += Math.log(most);
  }

  /** Derivatives through the events of one kind, the first of which has `slot`. */
  function pull(which: number, from: number, begin: number, end: number, slot: number): void {
    const { se, sw, eps } = noise;
    const sign = which === EVENT.accept ? 1 : -1;
    const adjusted = which === EVENT.adjust;
    const lapse = lapseDensity(which, zones);
    const scale = 1 / total;
    for (let e = begin; e < end; e++) {
      const k = order[e] as number;
      const n = k - from;
      const here = slot + e - begin;
      const o = sumsAt + 4 * here;
      const inverse = inverses[here] as number;
      const x = xs[here] as number;
      const slope = sign * (roots[n] as number) * inverse;
      const height = (1 - eps) * inverse * scale;
      const lapsed = lapse * scale * (floats[o] as number);
      const [s0, s1] = [floats[o + 1] as number, floats[o + 2] as number];
      const de = height * (adjusted ? inverse * (x * s0 + slope * s1) : sign * s0);
      const dez = height * (adjusted ? inverse * (x * s1 + slope * (floats[o + 3] as number)) : sign * s1);
      const g = design[k] as number;
      const dsd = -sign * (x * de + slope * dez) - (adjusted ? (1 - eps * lapsed) * inverse : 0);
      adjoint.eps += (lapsed - 1) / (1 - eps);
      adjoint.bg += de * (logGap[k] as number);
      adjoint.sw += dsd * sw * inverse;
      adjoint.se += (dsd * se * inverse) / (g * g);
      byMean[n] = de;
      byRoot[n] = dez;
    }
  }

  return {
    at(next) {
      theta = next;
      noise = noiseAt(next, law.parameters.length);
      motion.initial(next, initial);
      forget();
    },

    forward(i, kept) {
      const from = starts[i] as number;
      const first = bounds[3 * i] as number;
      const count = (bounds[3 * i + 3] as number) - first;
      walk(from, starts[i + 1] as number);
      product.fill(1);
      logs = 0;
      for (let kind = 0; kind < KINDS.length; kind++) {
        const which = KINDS[kind] as number;
        const end = bounds[3 * i + kind + 1] as number;
        let e = bounds[3 * i + kind] as number;
        while (e < end) {
          const laid = lay(which, from, e, end, e - first);
          if (laid > 0) take(which, laid, e - first, kept);
          else takeWide(which, order[e] as number, from, e - first);
          e += Math.max(laid, 1);
          if (count > AT_ONCE) rescale();
        }
      }
      total = run.total();
      return logs + Math.log(total);
    },

    backward(i) {
      const [from, to] = [starts[i] as number, starts[i + 1] as number];
      const first = bounds[3 * i] as number;
      run.sums(slots, slots + SLOT_BYTES * ((bounds[3 * i + 3] as number) - first), sums);
      byMean.fill(0, 0, to - from);
      byRoot.fill(0, 0, to - from);
      KINDS.forEach((which, kind) => {
        const begin = bounds[3 * i + kind] as number;
        pull(which, from, begin, bounds[3 * i + kind + 1] as number, begin - first);
      });
      let dm = 0; // sum over nodes of dll/dalpha_j, and of the same times z_j
      let dRoot = 0;
      for (let n = to - from - 1; n >= 0; n--) {
        d.F[n] = dm * (means[n] as number) + dRoot * (roots[n] as number);
        d.c[n] = dm;
        dm = dm * (t.F[n] as number) + (byMean[n] as number);
        dRoot = dRoot * (t.F[n] as number) + (byRoot[n] as number);
      }
      totals[0] = (totals[0] as number) + dm;
      totals[2] = (totals[2] as number) + dRoot / (2 * Math.sqrt(initial[2] as number));
      motion.pullTransitions(theta, inputs, from, to, d, collected);
    },

    gradient(into) {
      motion.pullInitial(theta, totals, collected);
      into.set(collected);
      pullNoise(noise, adjoint, into, law.parameters.length);
      forget();
    },
  };
}
