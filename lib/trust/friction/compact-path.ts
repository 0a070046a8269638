import { longestOf, TOTALS } from '../../stats/transitions.ts';
import type { Motion } from '../laws/law.ts';
import { lapseDensity, type Nodes } from './event-likelihood.ts';
import { EVENT } from './event.ts';
import type { CompactFriction } from './form.ts';
import { AT_ONCE, multiplyList } from './kernel/by-lists.ts';
import { pairsOfEvents, writeColumns } from './kernel/columns.ts';
import { COLUMNS, ENTRY, SLOT_BYTES, SUMS_BYTES, THETA } from './kernel/layout.ts';
import { pathMachine } from './kernel/machine.ts';
import { noiseAt, pullNoise, type FrictionNoise, type FrictionNoiseAdjoint } from './noise.ts';
import type { FrictionPanel } from './panel.ts';

/** QD's likelihood with its derivatives by the kernel: the same function as the passes of `deterministic-path.ts`, to 1e-11 of
 *  a log-likelihood (test/trust/friction/compact-path.test.ts). */
export function compactPath<Inputs>(
  panel: FrictionPanel<Inputs>,
  motion: Motion<Inputs>,
  nodes: Nodes,
): CompactFriction {
  const { law, inputs, starts, design, logGap, zones } = panel;
  const events = pairsOfEvents(panel.kind, starts);
  const { pairs, counts, steps } = events;
  const length = longestOf(starts);
  const machine = pathMachine(nodes, length, pairs.at(-1) as number);
  const { run, doubles, entries, slots, sums, states } = machine;
  const columnsFrom = machine.columns;
  writeColumns(panel, events, doubles.subarray(columnsFrom / 8), machine.integers.subarray(columnsFrom / 4));
  const room = (): Float64Array => new Float64Array(length);
  const inKernel = (place: number): Float64Array => doubles.subarray(place / 8, place / 8 + length);
  const t = { F: inKernel(machine.F), G: room(), c: inKernel(machine.c), Q: room() };
  const d = { F: room(), G: room(), c: room(), Q: room() };
  const [byMean, byRoot] = [room(), room()];
  const [initial, totals] = [new Float64Array(5), new Float64Array(TOTALS.length)];
  const collected = new Float64Array(law.parameters.length);
  const nodeStep = (nodes.z[1] as number) - (nodes.z[0] as number);
  const pressedLapse = lapseDensity(EVENT.keep, zones);
  const adjustedLapse = lapseDensity(EVENT.adjust, zones);
  let theta: Float64Array = collected;
  let noise: FrictionNoise = noiseAt(new Float64Array(4), 0);
  let adjoint: FrictionNoiseAdjoint = { se: 0, bg: 0, sw: 0, eps: 0 };
  let total = 1;

  const columnAt = (pair: number): number => columnsFrom + COLUMNS.bytes * pair;

  function forget(): void {
    adjoint = { se: 0, bg: 0, sw: 0, eps: 0 };
    collected.fill(0);
    totals.fill(0);
  }

  function writeTheta({ se, bg, sw, eps }: FrictionNoise): void {
    const values = {
      sw2: sw * sw,
      se2: se * se,
      bg,
      nodeStep,
      height: 1 - eps,
      phiBase: eps * pressedLapse,
      densityBase: eps * adjustedLapse,
    };
    for (const [name, value] of Object.entries(values)) {
      const at = (machine.theta + THETA[name as keyof typeof values]) / 8;
      doubles[at] = doubles[at + 1] = value;
    }
  }

  /** Derivatives through the events of one list of sequence i. */
  function pull(adjusted: boolean, pair: number, count: number, first: number, from: number): void {
    const { se, sw, eps } = noise;
    const lapse = adjusted ? adjustedLapse : pressedLapse;
    const scale = 1 / total;
    for (let e = 0; e < count; e++) {
      const k = steps[2 * pair + e] as number;
      const entry = (entries + ENTRY.bytes * (first + (e >> 1))) / 8 + (e % 2);
      const o = (sums + SUMS_BYTES * (2 * first + e)) / 8;
      const x = doubles[entry + ENTRY.x / 8] as number;
      const slope = (doubles[entry + ENTRY.step / 8] as number) / nodeStep;
      const signed = doubles[entry + ENTRY.inverse / 8] as number; // of dL/de against phi(x), and 1/sd
      const inverse = Math.abs(signed);
      const lapsed = lapse * scale * (doubles[o] as number);
      const s0 = scale * (doubles[o + 1] as number);
      const s1 = scale * (doubles[o + 2] as number);
      const s2 = scale * (doubles[o + 3] as number);
      // sums of p/L dL/dx and of the same times z; of an adjustment L falls with x
      const dx = adjusted ? -(1 - eps) * inverse * (x * s0 + slope * s1) : (1 - eps) * s0;
      const dxz = adjusted ? -(1 - eps) * inverse * (x * s1 + slope * s2) : (1 - eps) * s1;
      const g = design[k] as number;
      const own = adjusted ? 1 - eps * lapsed : 0;
      const dsd = -(x * dx + slope * dxz + own) * inverse;
      adjoint.eps += (lapsed - 1) / (1 - eps);
      adjoint.bg += dx * signed * (logGap[k] as number);
      adjoint.sw += dsd * sw * inverse;
      adjoint.se += (dsd * se * inverse) / (g * g);
      byMean[k - from] = dx * signed;
      byRoot[k - from] = dxz * signed;
    }
  }

  return {
    at(next) {
      theta = next;
      noise = noiseAt(next, law.parameters.length);
      writeTheta(noise);
      motion.initial(next, initial);
      forget();
    },

    forward(i, kept) {
      const from = starts[i] as number;
      const to = starts[i + 1] as number;
      motion.transitions(theta, inputs, from, to, t);
      const [m0, root0] = [initial[0] as number, Math.sqrt(initial[2] as number)];
      const first = pairs[2 * i] as number;
      const middle = pairs[2 * i + 1] as number;
      const end = pairs[2 * i + 2] as number;
      if (end - first <= AT_ONCE) {
        const alone = ((counts[2 * i] as number) & 1) + 2 * ((counts[2 * i + 1] as number) & 1);
        const stepsEnd = machine.F + 8 * (to - from);
        const [begin, half, last] = [columnAt(first), columnAt(middle), columnAt(end)];
        total = kept
          ? run.sequenceKept(
              machine.F,
              machine.c,
              stepsEnd,
              states,
              m0,
              root0,
              begin,
              half,
              last,
              alone,
              entries,
              slots,
            )
          : run.sequence(
              machine.F,
              machine.c,
              stepsEnd,
              states,
              m0,
              root0,
              begin,
              half,
              last,
              alone,
              entries,
              slots,
            );
        if (total >= 0) return Math.log(total);
      }
      run.walk(machine.F, machine.c, machine.F + 8 * (to - from), states, m0, root0);
      run.clear();
      let logs = 0;
      for (const adjusted of [false, true]) {
        const [begin, until] = adjusted ? [middle, end] : [first, middle];
        const list = { adjusted, columns: columnAt(begin), end: columnAt(until) };
        const count = counts[2 * i + (adjusted ? 1 : 0)] as number;
        logs += multiplyList(machine, { ...list, count, first: begin - first, kept });
      }
      total = run.total();
      return logs + Math.log(total);
    },

    backward(i) {
      const [from, to] = [starts[i] as number, starts[i + 1] as number];
      const first = pairs[2 * i] as number;
      const middle = pairs[2 * i + 1] as number;
      run.sums(slots, slots + SLOT_BYTES * 2 * ((pairs[2 * i + 2] as number) - first), sums);
      byMean.fill(0, 0, to - from);
      byRoot.fill(0, 0, to - from);
      pull(false, first, counts[2 * i] as number, 0, from);
      pull(true, middle, counts[2 * i + 1] as number, middle - first, from);
      let dm = 0; // sum over nodes of dll/dalpha_j, and of the same times z_j
      let dRoot = 0;
      for (let n = to - from - 1; n >= 0; n--) {
        const state = states / 8 + 2 * n;
        d.F[n] = dm * (doubles[state] as number) + dRoot * (doubles[state + 1] as number);
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
