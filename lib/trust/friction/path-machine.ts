import { normalTaylor, STEPS_PER_UNIT } from '../../stats/normal-at-nodes.ts';
import { assemble } from '../../stats/wasm/assemble.ts';
import { constantPool } from '../../stats/wasm/constant-pool.ts';
import { powersOfTwo } from '../../stats/wasm/exponential.ts';
import type { Nodes } from './event-likelihood.ts';
import {
  ABREAST,
  densityFunction,
  EVENT_BYTES,
  NODE_BYTES,
  PAIRS,
  phiFunction,
  SLOT_BYTES,
  SUMS_BYTES,
  sumsFunction,
  totalFunction,
  type KernelPlaces,
} from './path-kernel.ts';

type Call = (...values: readonly number[]) => number;
const FUNCTIONS = ['phi', 'phiKept', 'density', 'densityKept', 'total', 'sums'] as const;

/** Events multiplied up in one call; a product of this many likelihoods stays far from underflow. */
export const AT_ONCE = 32;
const REACH = 16;
/** From here on all nodes are saturated, however far apart they lie. */
export const FARTHEST = REACH - 0.5;
const CONSTANTS = 64;

/** The kernel of the path form over one memory; all places are bytes from its beginning. */
export interface PathMachine {
  readonly run: Readonly<Record<(typeof FUNCTIONS)[number], Call>>;
  readonly floats: Float64Array; // the whole memory
  readonly product: Float64Array; // in pairs of nodes
  readonly events: number; // a list of AT_ONCE
  readonly slots: number; // of `length` events
  readonly sums: number;
}

/** Nodes as they stand in pairs: up from the middle in the first lane, down in the second. */
export const IN_PAIRS = Int32Array.from({ length: 2 * PAIRS }, (_, p) =>
  p % 2 === 0 ? PAIRS - 1 + p / 2 : PAIRS - 1 - (p - 1) / 2,
);

let ready: Ready | undefined;

/** What all machines have in common, made when the first is asked for: the code, and the beginning of the memory. */
interface Ready {
  readonly module: WebAssembly.Module;
  readonly places: KernelPlaces;
  readonly beginning: Float64Array;
}

function makeReady(): Ready {
  const powers = powersOfTwo();
  const taylor = normalTaylor(REACH);
  const take = allotment(0);
  const poolAt = take(16 * CONSTANTS);
  const places: KernelPlaces = {
    powers: take(powers.byteLength),
    taylor: take(taylor.byteLength),
    reach: REACH,
    steps: STEPS_PER_UNIT,
    product: take(NODE_BYTES),
    weights: take(NODE_BYTES),
    nodes: take(NODE_BYTES),
    pool: constantPool(poolAt, CONSTANTS),
  };
  const bytes = assemble({
    phi: phiFunction(places, false),
    phiKept: phiFunction(places, true),
    density: densityFunction(places, false),
    densityKept: densityFunction(places, true),
    total: totalFunction(places),
    sums: sumsFunction(places),
  });
  const beginning = new Float64Array(take(0) / 8);
  beginning.set(places.pool.values(), poolAt / 8);
  beginning.set(powers, places.powers / 8);
  beginning.set(taylor, places.taylor / 8);
  return { module: new WebAssembly.Module(bytes), places, beginning };
}

/** Gives out stretches of memory one behind the other, each on a line of the cache. */
function allotment(from: number): (bytes: number) => number {
  let end = from;
  return (bytes) => {
    const place = end;
    end = Math.ceil((place + bytes) / 64) * 64;
    return place;
  };
}

/** @param nodes 31 of them, evenly spaced about 0
 *  @param length the longest sequence of events */
export function pathMachine(nodes: Nodes, length: number): PathMachine {
  const { module, places, beginning } = (ready ??= makeReady());
  const take = allotment(beginning.byteLength);
  const events = take(EVENT_BYTES * (AT_ONCE + ABREAST));
  const slots = take(SLOT_BYTES * (length + ABREAST));
  const sums = take(SUMS_BYTES * (length + ABREAST));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(take(0) / 65_536) });
  const floats = new Float64Array(memory.buffer);
  floats.set(beginning);
  IN_PAIRS.forEach((j, p) => {
    floats[places.weights / 8 + p] = p === 1 ? 0 : (nodes.w[j] as number); // the middle one counts once
    floats[places.nodes / 8 + p] = nodes.z[j] as number;
  });
  const product = new Float64Array(memory.buffer, places.product, 2 * PAIRS);
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const run = Object.fromEntries(FUNCTIONS.map((name) => [name, exports[name]])) as PathMachine['run'];
  return { run, floats, product, events, slots, sums };
}
