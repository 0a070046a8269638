import { normalTaylor } from '../../../stats/normal-at-nodes.ts';
import { assemble, type WasmFunction } from '../../../stats/wasm/assemble.ts';
import { constantPool } from '../../../stats/wasm/constant-pool.ts';
import { powersOfTwo } from '../../../stats/wasm/exponential.ts';
import type { Nodes } from '../event-likelihood.ts';
import {
  COLUMNS,
  ENTRY,
  NODE_BYTES,
  PAIRS,
  REACH,
  SLOT_BYTES,
  STATE_BYTES,
  SUMS_BYTES,
  THETA,
} from './layout.ts';
import type { KernelPlaces } from './layout.ts';
import { layFunction, walkFunction } from './lay.ts';
import { nodesFunction } from './nodes.ts';
import { sequenceFunction } from './sequence.ts';
import { startFunction } from './start.ts';
import { clearFunction, sumsFunction, totalFunction } from './sums.ts';
import { wideFunction } from './wide.ts';

const NAMES = [
  'walk',
  'layPhi',
  'layDensity',
  'clear',
  'total',
  'sums',
  'startDensity3',
  'startDensity5',
  'widePhi',
  'wideDensity',
  'startPhi3',
  'startPhi5',
  'startPhi3Kept',
  'startPhi5Kept',
  'sequence',
  'sequenceKept',
  'phi3',
  'phi5',
  'density',
  'phi3Kept',
  'phi5Kept',
  'densityKept',
] as const;
type Call = (...values: readonly number[]) => number;
const CONSTANTS = 96;

/** Nodes as they stand in pairs: up from the middle in the first lane, down in the second. */
const IN_PAIRS = Int32Array.from({ length: 2 * PAIRS }, (_, p) =>
  p % 2 === 0 ? PAIRS - 1 + p / 2 : PAIRS - 1 - (p - 1) / 2,
);

/** The kernel of the path form over one memory; all places are bytes from its beginning. */
export interface PathMachine {
  readonly run: Readonly<Record<(typeof NAMES)[number], Call>>;
  readonly doubles: Float64Array; // the whole memory
  readonly integers: Int32Array;
  readonly product: Float64Array; // in pairs of nodes
  readonly theta: number;
  readonly F: number; // transitions of a sequence
  readonly c: number;
  readonly states: number;
  readonly entries: number;
  readonly slots: number; // two to an entry
  readonly sums: number;
  readonly columns: number;
}

function functions(places: KernelPlaces): Readonly<Record<string, WasmFunction>> {
  const all: Record<string, WasmFunction> = {
    walk: walkFunction(),
    layPhi: layFunction(places, false),
    layDensity: layFunction(places, true),
    startDensity3: startFunction(places, { terms: 3, adjusted: true, keep: true }),
    startDensity5: startFunction(places, { terms: 5, adjusted: true, keep: true }),
    widePhi: wideFunction(places, false),
    wideDensity: wideFunction(places, true),
    clear: clearFunction(places),
    total: totalFunction(places),
    sums: sumsFunction(places),
  };
  for (const keep of [false, true]) {
    const kept = keep ? 'Kept' : '';
    for (const terms of [3, 5]) {
      all[`startPhi${terms}${kept}`] = startFunction(places, { terms, adjusted: false, keep });
      all[`phi${terms}${kept}`] = nodesFunction(places, { terms, adjusted: false, keep });
    }
    all[`density${kept}`] = nodesFunction(places, { terms: 0, adjusted: true, keep });
    all[`sequence${kept}`] = sequenceFunction(Object.keys(all), kept);
  }
  return all;
}

function named(exports: Readonly<Record<string, Call>>): PathMachine['run'] {
  return Object.fromEntries(NAMES.map((name) => [name, exports[name]])) as PathMachine['run'];
}

/** What all machines have in common, made when the first is asked for: the code, and the beginning of the memory. */
interface Ready {
  readonly module: WebAssembly.Module;
  readonly places: KernelPlaces;
  readonly beginning: Float64Array;
}
let ready: Ready | undefined;

function makeReady(): Ready {
  const powers = powersOfTwo();
  const taylor = normalTaylor(REACH);
  const take = allotment(0);
  const poolAt = take(16 * CONSTANTS);
  const places: KernelPlaces = {
    powers: take(powers.byteLength),
    taylor: take(taylor.byteLength),
    product: take(NODE_BYTES),
    weights: take(NODE_BYTES),
    nodes: take(NODE_BYTES),
    theta: take(THETA.bytes),
    pool: constantPool(poolAt, CONSTANTS),
  };
  const module = new WebAssembly.Module(assemble(functions(places)));
  const beginning = new Float64Array(take(0) / 8);
  beginning.set(places.pool.values(), poolAt / 8);
  beginning.set(powers, places.powers / 8);
  beginning.set(taylor, places.taylor / 8);
  return { module, places, beginning };
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
 *  @param length steps of the longest sequence
 *  @param pairs of events in the panel */
export function pathMachine(nodes: Nodes, length: number, pairs: number): PathMachine {
  const { module, places, beginning } = (ready ??= makeReady());
  const take = allotment(beginning.byteLength);
  const most = Math.ceil(length / 2) + 2; // pairs of a sequence
  const rooms = {
    F: take(8 * length),
    c: take(8 * length),
    states: take(STATE_BYTES * length),
    entries: take(ENTRY.bytes * most),
    slots: take(SLOT_BYTES * 2 * most),
    sums: take(SUMS_BYTES * 2 * most),
    columns: take(COLUMNS.bytes * pairs),
  };
  const memory = new WebAssembly.Memory({ initial: Math.ceil(take(0) / 65_536) });
  const doubles = new Float64Array(memory.buffer);
  doubles.set(beginning);
  IN_PAIRS.forEach((j, p) => {
    doubles[places.weights / 8 + p] = p === 1 ? 0 : (nodes.w[j] as number); // the middle one counts once
    doubles[places.nodes / 8 + p] = nodes.z[j] as number;
  });
  return {
    run: named(new WebAssembly.Instance(module, { env: { memory } }).exports),
    doubles,
    integers: new Int32Array(memory.buffer),
    product: new Float64Array(memory.buffer, places.product, 2 * PAIRS),
    theta: places.theta,
    ...rooms,
  };
}
