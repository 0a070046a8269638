import { wasmFunction, type Local, type WasmFunction } from '../../../stats/wasm/assemble.ts';
import { during, f64x2, i32, v128, type Code } from '../../../stats/wasm/instructions.ts';
import { both, ENTRY, NODE_BYTES, PAIR_BYTES, PAIRS, SLOT_BYTES, zero, type KernelPlaces } from './layout.ts';

const { add, mul } = f64x2;
/** Pairs of nodes in a turn of the loop. Unrolled throughout, it needs more registers than there are. */
const STRIDE = 3;
const NAMES = [
  'c',
  'd',
  'phi',
  'ratio',
  'shrink',
  'own',
  'ownRatio',
  'L',
  'v',
  'A',
  'B',
  'b0',
  'b1',
  'b2',
  'b3',
  'b4',
  'b5',
] as const;
/** Variables of one of two events; `slot` is where it is kept. */
type V = Readonly<Record<(typeof NAMES)[number], Local>> & { readonly lane: 0 | 1; readonly slot: Code };

/** Multiplies the product by L_j of the events from `entry` to `end`, two at a time, from the middle node outwards, up in one
 *  lane and down in the other; for keeps and accepts
 *      L_j = A Phi(x_j) + B      Phi(c + s/2) - Phi(c - s/2) = phi(c) s sum_k He_2k(c) (s/2)^2k / (2k+1)!
 *  with `terms` corrections, for adjustments L_j = A phi(x_j) + B. phi goes from node to node by its ratio.
 *  Where `keep`, L_j and phi(x_j) are also written from `slot` on. */
export function nodesFunction(
  { product, pool }: KernelPlaces,
  { terms, adjusted, keep }: { readonly terms: number; readonly adjusted: boolean; readonly keep: boolean },
): WasmFunction {
  const lanes = [0, 1] as const;
  const locals = Object.fromEntries([
    ...lanes.flatMap((lane) => NAMES.map((name) => [`${name}${lane}`, 'v128'] as const)),
    ['pair', 'i32'] as const,
  ]);
  return wasmFunction({ entry: 'i32', end: 'i32', slot: 'i32' }, locals, null, (all) => {
    const get = (name: string): Local => (all as Readonly<Record<string, Local>>)[name] as Local;
    const [entry, end, slot, pair] = ['entry', 'end', 'slot', 'pair'].map(get) as [
      Local,
      Local,
      Local,
      Local,
    ];
    const two = lanes.map((lane) =>
      Object.assign(Object.fromEntries(NAMES.map((name) => [name, get(`${name}${lane}`)])), {
        lane,
        slot: i32.add(slot.get, i32.of(SLOT_BYTES * lane)),
      }),
    ) as unknown as readonly V[];
    const first = (v: V): Code =>
      adjusted ? densityStart(v, entry) : phiStart(v, entry, terms, keep, pool.of(0.5));
    const next = (v: V): Code => (adjusted ? densityNext(v) : phiNext(v, terms, keep));
    const turn: Code[] = [];
    for (let i = 1; i <= STRIDE; i++) {
      turn.push(...two.map(next), multiply(two, pair.get, product + PAIR_BYTES * i));
      if (keep) turn.push(...two.map((v) => write(v, i32.add(v.slot, pair.get), i)));
    }
    return [
      during(i32.ltU(entry.get, end.get), [
        ...two.flatMap(first),
        ...multiply(two, zero, product),
        ...(keep ? two.flatMap((v) => write(v, v.slot, 0)) : []),
        ...pair.set(zero),
        ...during(i32.ltU(pair.get, i32.of(PAIR_BYTES * (PAIRS - 1))), [
          ...turn.flat(),
          ...pair.set(i32.add(pair.get, i32.of(PAIR_BYTES * STRIDE))),
        ]),
        ...entry.set(i32.add(entry.get, i32.of(ENTRY.bytes))),
        ...(keep ? slot.set(i32.add(slot.get, i32.of(2 * SLOT_BYTES))) : []),
      ]),
    ];
  });
}

/** Up in one lane, down in the other. */
const upAndDown = ({ get }: Local, lane: 0 | 1, up: number, down: number): Code => {
  const at = i32.add(get, i32.of(8 * lane));
  return f64x2.gather(i32.add(at, i32.of(up)), i32.add(at, i32.of(down)));
};
const coefficients = (v: V, terms: number): readonly Local[] =>
  [v.b0, v.b1, v.b2, v.b3, v.b4, v.b5].slice(0, terms + 1);

function phiStart(v: V, entry: Local, terms: number, keep: boolean, half: Code): Code {
  const one = (place: number): Code => both(entry.get, place, v.lane);
  const step = one(ENTRY.step);
  return [
    v.d.set(f64x2.lows(step, f64x2.neg(step))),
    v.c.set(add(one(ENTRY.x), mul(v.d.get, half))),
    v.phi.set(upAndDown(entry, v.lane, ENTRY.up, ENTRY.down)),
    v.ratio.set(upAndDown(entry, v.lane, ENTRY.upRatio, ENTRY.downRatio)),
    v.shrink.set(one(ENTRY.shrink)),
    v.L.set(one(ENTRY.middle)),
    ...coefficients(v, terms).map((b, m) => b.set(one(ENTRY.corrections + 16 * m))),
    keep ? ownStart(v, entry) : [],
  ].flat();
}

const ownStart = (v: V, entry: Local): Code => [
  ...v.own.set(both(entry.get, ENTRY.own, v.lane)),
  ...v.ownRatio.set(upAndDown(entry, v.lane, ENTRY.ownUpRatio, ENTRY.ownDownRatio)),
];

/** L at the next node. */
function phiNext(v: V, terms: number, keep: boolean): Code {
  const [highest, ...lower] = coefficients(v, terms).toReversed();
  const sum = lower.reduce<Code>((above, { get }) => add(mul(above, v.v.get), get), highest?.get ?? []);
  return [
    v.v.set(mul(v.c.get, v.c.get)),
    v.L.set(add(v.L.get, mul(v.phi.get, sum))),
    v.c.set(add(v.c.get, v.d.get)),
    advance(v.phi, v.ratio, v),
    keep ? advance(v.own, v.ownRatio, v) : [],
  ].flat();
}

const densityStart = (v: V, entry: Local): Code => [
  ...ownStart(v, entry),
  ...v.shrink.set(both(entry.get, ENTRY.shrink, v.lane)),
  ...v.A.set(both(entry.get, ENTRY.A, v.lane)),
  ...v.B.set(both(entry.get, ENTRY.B, v.lane)),
  ...density(v),
];
const densityNext = (v: V): Code => [...advance(v.own, v.ownRatio, v), ...density(v)];
const density = (v: V): Code => v.L.set(add(mul(v.own.get, v.A.get), v.B.get));

const advance = (phi: Local, ratio: Local, { shrink }: V): Code => [
  ...phi.set(mul(phi.get, ratio.get)),
  ...ratio.set(mul(ratio.get, shrink.get)),
];

function multiply(two: readonly V[], address: Code, place: number): Code {
  const L = two.map((v) => v.L.get).reduce(mul);
  return v128.store(address, mul(v128.load(address, place), L), place);
}

const write = (v: V, address: Code, i: number): Code => [
  ...v128.store(address, v.L.get, PAIR_BYTES * i),
  ...v128.store(address, v.own.get, NODE_BYTES + PAIR_BYTES * i),
];
