import { assemble } from '../../../stats/wasm/assemble.ts';
import { TOTALS } from '../../../stats/transitions.ts';
import { asymmetricMotion, type OutcomesSeen } from '../../laws/asymmetric.ts';
import type { KalmanPanel } from '../panel.ts';
import { KEPT_BYTES, lanesFunction, PAIRS, STEP, SUMS, SUMS_BYTES, THETA } from './kernel.ts';

const LN_2PI = Math.log(2 * Math.PI);
const LANES = 2 * PAIRS;
/** The bits of a double that are not its exponent, as a double: a smallest number, but to `and`. */
const MANTISSA = 2 ** -1022 - 2 ** -1074;
const BIAS = 1023;
const [THETA_AT, SUMS_AT, KEPT_AT] = [0, 1024, 4096];
/** Parameters of law 5.3, then ln se and bg. */
const [DRIFT, NOISE, GAP] = [4, 5, 6];

/** The one memory all panels share: each is an address space of gigabytes, and only one panel is looked at at a time. */
interface Room {
  readonly numbers: Float64Array;
  readonly integers: Int32Array;
  readonly counts: BigInt64Array;
  readonly run: (from: number, end: number) => number;
}
let module: WebAssembly.Module | undefined;
let room: Room | undefined;
/** Whose panel lies in the room. */
let owner: object | undefined;

function roomOf(bytes: number): Room {
  if (room && room.numbers.byteLength >= bytes) return room;
  module ??= new WebAssembly.Module(assemble({ run: lanesFunction(THETA_AT, SUMS_AT, KEPT_AT) }));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65_536) });
  const { run } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  if (!run) throw new RangeError('roomOf requires the function of the kernel');
  const { buffer } = memory;
  owner = undefined;
  return (room = {
    numbers: new Float64Array(buffer),
    integers: new Int32Array(buffer),
    counts: new BigInt64Array(buffer),
    run,
  });
}

/** Log-likelihood of a panel under law 5.3 with its gradient, LANES sequences at a time in registers of two: what
 *  `compactLikelihood` adds up, but for the order of the sums (test/trust/kalman/lanes.test.ts). The panel is laid out a second
 *  time, 32 bytes a step, and again whenever another one was looked at in between.
 *  @param members the sequences to take */
export function lanesLikelihood(
  panel: KalmanPanel<OutcomesSeen>,
  members: ArrayLike<number>,
): (theta: Float64Array, gradient: Float64Array) => number {
  const order = byLength(panel.starts, members);
  const blocks = blocksOf(panel.starts, order);
  const initial = new Float64Array(5);
  const totals = new Float64Array(TOTALS.length);
  const measured = measuredIn(panel, order);
  const self = {};
  return (theta, gradient) => {
    const { numbers, integers, counts, run } = roomOf(blocks.end);
    if (owner !== self) layOut(panel, order, blocks, numbers, integers);
    owner = self;
    asymmetricMotion.initial(theta, initial);
    const h = Math.exp(2 * (theta[NOISE] as number));
    writeTheta(numbers, theta, initial, h);
    clear(numbers);
    run(blocks.from, blocks.end);
    const sum = (name: (typeof SUMS)[number]): number =>
      eachLane(name).reduce((total, at) => total + (numbers[at] as number), 0);
    const logs = eachLane('product').reduce((total, at) => {
      const power = Number(counts[at + 2]) - BIAS * blocks.steps; // `exponent` stands behind `product`
      return total + Math.log(numbers[at] as number) + power * Math.LN2;
    }, 0);
    gradient.fill(0);
    totals[0] = sum('b');
    totals[2] = sum('G');
    asymmetricMotion.pullInitial(theta, totals, gradient);
    gradient[2] = 0.5 * sum('gain');
    gradient[3] = 0.5 * sum('loss');
    gradient[DRIFT] = 2 * (theta[DRIFT] as number) * sum('q2');
    gradient[NOISE] = 2 * h * sum('dh');
    gradient[GAP] = sum('dbg');
    return -0.5 * (measured * LN_2PI + logs + sum('quadratic'));
  };
}

/** Shortest first, so that few lanes idle. */
function byLength(starts: Int32Array, members: ArrayLike<number>): Int32Array {
  const length = (i: number): number => (starts[i + 1] as number) - (starts[i] as number);
  const order = Int32Array.from(members);
  const sorted = order.every((i, n) => n === 0 || length(order[n - 1] as number) <= length(i));
  return sorted ? order : order.sort((i, j) => length(i) - length(j) || i - j);
}

interface Blocks {
  readonly lengths: Int32Array; // steps of each, those of its longest
  readonly from: number;
  readonly end: number;
  readonly steps: number;
}

function blocksOf(starts: Int32Array, order: Int32Array): Blocks {
  const lengths = Int32Array.from({ length: Math.ceil(order.length / LANES) }, (_, block) => {
    const i = order[Math.min(order.length, LANES * (block + 1)) - 1] as number;
    return (starts[i + 1] as number) - (starts[i] as number);
  });
  const steps = lengths.reduce((sum, length) => sum + length, 0);
  const from = Math.ceil((KEPT_AT + KEPT_BYTES * (lengths.at(-1) ?? 0)) / 64) * 64;
  return { lengths, from, end: from + STEP.bytes * (steps + lengths.length), steps };
}

function layOut(
  { starts, design, move, bend, inputs: { fidelity } }: KalmanPanel<OutcomesSeen>,
  order: Int32Array,
  { lengths, from }: Blocks,
  numbers: Float64Array,
  integers: Int32Array,
): void {
  let at = from;
  lengths.forEach((steps, block) => {
    integers[at / 4] = STEP.bytes * steps;
    at += STEP.bytes;
    for (let lane = 0; lane < LANES; lane++) {
      const i = order[LANES * block + lane];
      const first = i === undefined ? 0 : (starts[i] as number);
      const count = i === undefined ? 0 : (starts[i + 1] as number) - first;
      let o = (at + STEP.pair * (lane >> 1)) / 8 + (lane & 1);
      for (let n = 0; n < steps; n++, o += STEP.bytes / 8) {
        const k = first + n;
        const there = n < count;
        numbers[o] = there ? (design[k] as number) : 0;
        numbers[o + STEP.move / 8] = there ? (move[k] as number) : Number.NaN;
        numbers[o + STEP.bend / 8] = there ? (bend[k] as number) : 0;
        numbers[o + STEP.fidelity / 8] = there ? (fidelity[k] as number) : Number.NaN;
      }
    }
    at += STEP.bytes * steps;
  });
}

function measuredIn({ starts, move }: KalmanPanel<OutcomesSeen>, order: Int32Array): number {
  let measured = 0;
  for (const i of order)
    for (let k = starts[i] as number; k < (starts[i + 1] as number); k++) if (move[k] === move[k]) measured++;
  return measured;
}

function writeTheta(numbers: Float64Array, theta: Float64Array, initial: Float64Array, h: number): void {
  const values: Readonly<Record<(typeof THETA)[number], number>> = {
    m0: initial[0] as number,
    P0: initial[2] as number,
    h,
    bg: theta[GAP] as number,
    gain: 0.5 * (theta[2] as number),
    loss: 0.5 * (theta[3] as number),
    q2: (theta[DRIFT] as number) ** 2,
    one: 1,
    half: 0.5,
    mantissa: MANTISSA,
  };
  THETA.forEach((name, n) => numbers.fill(values[name], THETA_AT / 8 + 2 * n, THETA_AT / 8 + 2 * n + 2));
}

function clear(numbers: Float64Array): void {
  numbers.fill(0, SUMS_AT / 8, (SUMS_AT + SUMS_BYTES * PAIRS) / 8);
  for (const at of eachLane('product')) numbers[at] = 1;
}

const eachLane = (name: (typeof SUMS)[number]): number[] =>
  Array.from(
    { length: LANES },
    (_, lane) => (SUMS_AT + SUMS_BYTES * (lane >> 1) + 16 * SUMS.indexOf(name)) / 8 + (lane & 1),
  );
