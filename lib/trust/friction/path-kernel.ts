import { wasmFunction, type Local, type WasmFunction } from '../../stats/wasm/assemble.ts';
import type { ConstantPool } from '../../stats/wasm/constant-pool.ts';
import { exponential } from '../../stats/wasm/exponential.ts';
import { during, f64, f64x2, i32, v128, when, type Code } from '../../stats/wasm/instructions.ts';

/** Pairs of nodes (z_15+i, z_15-i), i = 0 to 15, one lane each; of the middle one, there twice, one has weight 0. */
export const PAIRS = 16;
const PAIR_BYTES = 16;
export const NODE_BYTES = PAIRS * PAIR_BYTES;
/** An event in memory: x at the middle node, the step of x from node to node, the height A and the base B. */
export const EVENT_BYTES = 32;
/** Events looked at side by side, so that one's chain of products does not wait for itself. */
export const ABREAST = 2;
/** L at all nodes, then phi at all nodes. */
export const SLOT_BYTES = 2 * NODE_BYTES;
/** Of a slot: sums over nodes of p/L, then of phi p/L times 1, z, z^2. */
export const SUMS_BYTES = 32;

/** The longest step for which five corrections give an increment of Phi to 1e-14. */
export const LONGEST_STEP = 0.45;
const CORRECTIONS = [
  { terms: 2, below: 0.03 },
  { terms: 3, below: 0.12 },
  { terms: 5, below: Infinity },
];

/** Where things stand in the kernel's memory, in bytes. */
export interface KernelPlaces {
  readonly powers: number; // 2^(j/64)
  readonly taylor: number; // of Phi, from the point -reach on
  readonly reach: number;
  readonly steps: number; // of the Taylor table in a unit
  readonly product: number;
  readonly weights: number;
  readonly nodes: number; // z
  readonly pool: ConstantPool;
}

const NAMES = [
  ...['n', 'e', 'x', 'step', 'c', 'd', 'phi', 'ratio', 'shrink', 'own', 'ownRatio'],
  ...['L', 'v', 'u', 'A', 'b0', 'b1', 'b2', 'b3', 'b4', 'b5'],
] as const;
/** Variables of one event, of those abreast. */
type V = Readonly<Record<(typeof NAMES)[number] | 'at', Local>> & {
  readonly from: Code;
  readonly slot: Code;
};

const { add, sub, mul, div } = f64x2;
const ROOT_2PI = Math.sqrt(2 * Math.PI);

/** A function over events from `from` to `end`, ABREAST at a time. */
function overEvents(keep: boolean, body: (abreast: readonly V[]) => Code): WasmFunction {
  const each = Array.from({ length: ABREAST }, (_, e) => e);
  const locals = Object.fromEntries([
    ...each.flatMap((e) => NAMES.map((name) => [`${name}${e}`, 'v128'] as const)),
    ...each.map((e) => [`at${e}`, 'i32'] as const),
  ]);
  return wasmFunction({ from: 'i32', end: 'i32', slot: 'i32' }, locals, null, (all) => {
    const { from, end, slot } = all as Readonly<Record<'from' | 'end' | 'slot', Local>>;
    const abreast = each.map((e) => ({
      ...Object.fromEntries(
        [...NAMES, 'at'].map((name) => [name, (all as Record<string, Local>)[`${name}${e}`]]),
      ),
      from: e === 0 ? from.get : i32.add(from.get, i32.of(EVENT_BYTES * e)),
      slot: e === 0 ? slot.get : i32.add(slot.get, i32.of(SLOT_BYTES * e)),
    })) as unknown as readonly V[];
    return [
      during(i32.ltU(from.get, end.get), [
        ...body(abreast),
        ...from.set(i32.add(from.get, i32.of(EVENT_BYTES * ABREAST))),
        ...(keep ? slot.set(i32.add(slot.get, i32.of(SLOT_BYTES * ABREAST))) : []),
      ]),
    ];
  });
}

/** Multiplies the product by L_j = A Phi(x_j) + B for every event from `from` to `end`, x_j = x + step (j - 15). From the
 *  middle node outwards, up in one lane and down in the other,
 *      Phi(c + s/2) - Phi(c - s/2) = phi(c) s sum_k He_2k(c) (s/2)^2k / (2k+1)!
 *      phi(c + s) = phi(c) r(c)      r(c) = exp(-s c - s^2/2)      r(c + s) = r(c) exp(-s^2)
 *  Where `keep`, L_j and phi(x_j) are also written from `slot` on. */
export function phiFunction(places: KernelPlaces, keep: boolean): WasmFunction {
  return overEvents(keep, (abreast) => [
    ...abreast.flatMap((v) => [...loaded(v, places), ...startOfPhi(v, places, keep)]),
    ...CORRECTIONS.toReversed().reduce<Code>((otherwise, { terms, below }) => {
      const nodes = overNodes(abreast, places, terms, keep);
      if (below === Infinity) return nodes;
      const small = abreast
        .map((v) => f64.lt(f64.abs(f64x2.first(v.step.get)), f64.of(below)))
        .reduce((a, b) => i32.and(a, b));
      return when(small, nodes, otherwise);
    }, []),
  ]);
}

/** x and step of an event, in both lanes; d = (step, -step). */
const loaded = (v: V, { pool: { of } }: KernelPlaces): Code => [
  ...v.x.set(f64x2.splat(f64.load(v.from))),
  ...v.step.set(f64x2.splat(f64.load(v.from, 8))),
  ...v.A.set(f64x2.splat(f64.load(v.from, 16))),
  ...v.d.set(mul(v.step.get, of(1, -1))),
];

const base = (v: V): Code => f64x2.splat(f64.load(v.from, 24));
const square = (a: Code): Code => mul(a, a);

/** L at the middle node, phi between it and the next, times A s, and its ratios. */
function startOfPhi(v: V, places: KernelPlaces, keep: boolean): Code {
  const { of } = places.pool;
  return [
    v.c.set(add(v.x.get, mul(v.d.get, of(0.5)))),
    exponential(places.powers, places.pool, mul(square(v.c.get), of(-0.5)), v),
    v.phi.set(mul(mul(v.e.get, of(1 / ROOT_2PI)), mul(v.d.get, v.A.get))),
    ratios(v, places),
    v.u.set(v.ratio.get), // exp(-d x)
    v.ratio.set(mul(v.u.get, v.shrink.get)),
    keep ? ownDensity(v, places) : [],
    taylorAt(v, places),
    v.L.set(add(mul(v.L.get, v.A.get), base(v))),
  ].flat();
}

/** ratio = exp(-d x) in either lane, shrink = exp(-step^2). */
function ratios(v: V, places: KernelPlaces): Code {
  const { of } = places.pool;
  const exponents = mul(v.step.get, f64x2.pair(f64x2.first(v.x.get), f64x2.first(v.step.get)));
  return [
    exponential(places.powers, places.pool, mul(exponents, of(-1)), v),
    v.u.set(f64x2.splat(f64x2.first(v.e.get))),
    v.ratio.set(f64x2.pair(f64x2.first(v.e.get), f64x2.first(div(of(1), v.u.get)))),
    v.shrink.set(f64x2.splat(f64x2.second(v.e.get))),
  ].flat();
}

/** phi at the nodes themselves: at the middle one, and its ratios exp(-d x - s^2/2). */
function ownDensity(v: V, places: KernelPlaces): Code {
  const { of } = places.pool;
  const exponents = f64x2.pair(f64x2.first(square(v.x.get)), f64x2.first(square(v.step.get)));
  return [
    exponential(places.powers, places.pool, mul(exponents, of(-0.5)), v),
    v.own.set(mul(f64x2.splat(f64x2.first(v.e.get)), of(1 / ROOT_2PI))),
    v.ownRatio.set(mul(v.u.get, f64x2.splat(f64x2.second(v.e.get)))),
  ].flat();
}

/** L = Phi(x), by the Taylor series about the nearest point of the table. */
function taylorAt(v: V, { taylor, reach, steps, pool: { of } }: KernelPlaces): Code {
  const x = f64x2.first(v.x.get);
  const h = sub(v.x.get, mul(f64x2.splat(f64.fromI32(v.at.get)), of(1 / steps)));
  const row = i32.add(i32.shl(v.at.get, i32.of(6)), i32.of(taylor + 64 * reach * steps));
  const c = (n: number): Code => f64x2.splat(f64.load(v.at.get, 8 * n));
  let sum: Code = c(7);
  for (let n = 6; n >= 0; n--) sum = add(mul(sum, v.v.get), c(n));
  const scaled = f64.add(f64.mul(x, f64.of(steps)), f64.of(reach * steps + 0.5));
  return [
    v.at.set(i32.sub(f64.truncated(scaled), i32.of(reach * steps))),
    v.v.set(h),
    v.at.set(row),
    v.L.set(sum),
  ].flat();
}

/** He_2k(c) as polynomials in c^2, lowest first. */
const HERMITE = [
  [1],
  [-1, 1],
  [3, -6, 1],
  [-15, 45, -15, 1],
  [105, -420, 210, -28, 1],
  [-945, 4725, -3150, 630, -45, 1],
];
const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
const coefficients = (v: V, terms: number): readonly Local[] =>
  [v.b0, v.b1, v.b2, v.b3, v.b4, v.b5].slice(0, terms + 1);

/** b_m = sum_k [c^2m] He_2k (s/2)^2k / (2k+1)!, as polynomials in s^2. */
function corrections(v: V, terms: number, { of }: ConstantPool): Code {
  return [
    ...v.u.set(square(v.step.get)),
    ...coefficients(v, terms).flatMap((b, m) => {
      let sum: Code | undefined;
      for (let k = terms; k >= 0; k--) {
        const coefficient = of((HERMITE[k]?.[m] ?? 0) / (4 ** k * factorial(2 * k + 1)));
        if (sum) sum = k >= m ? add(mul(sum, v.u.get), coefficient) : mul(sum, v.u.get);
        else sum = coefficient;
      }
      return b.set(sum ?? []);
    }),
  ];
}

function overNodes(
  abreast: readonly V[],
  { product, pool }: KernelPlaces,
  terms: number,
  keep: boolean,
): Code {
  const code: Code[] = abreast.map((v) => corrections(v, terms, pool));
  for (let i = 0; i < PAIRS; i++) {
    for (const v of abreast) if (i > 0) code.push(outwards(v, terms, keep));
    code.push(multiply(abreast, product, i));
    for (const v of abreast) {
      if (keep) code.push(write(v, i));
      if (i > 0 && i + 1 < PAIRS) code.push(v.c.set(add(v.c.get, v.d.get)), advance(v.phi, v.ratio, v));
    }
  }
  return code.flat();
}

/** L at the next node. */
function outwards(v: V, terms: number, keep: boolean): Code {
  const b = coefficients(v, terms);
  const sum = b
    .slice(0, -1)
    .reduceRight<Code>((above, { get }) => add(mul(above, v.v.get), get), (b.at(-1) as Local).get);
  return [
    ...v.v.set(square(v.c.get)),
    ...v.L.set(add(v.L.get, mul(v.phi.get, sum))),
    ...(keep ? advance(v.own, v.ownRatio, v) : []),
  ];
}

const advance = (phi: Local, ratio: Local, { shrink }: V): Code => [
  ...phi.set(mul(phi.get, ratio.get)),
  ...ratio.set(mul(ratio.get, shrink.get)),
];
function multiply(abreast: readonly V[], product: number, i: number): Code {
  const place = product + PAIR_BYTES * i;
  const L = abreast.map((v) => v.L.get).reduce(mul);
  return v128.store(i32.of(0), mul(v128.load(i32.of(0), place), L), place);
}
const write = (v: V, i: number): Code => [
  ...v128.store(v.slot, v.L.get, PAIR_BYTES * i),
  ...v128.store(v.slot, v.own.get, NODE_BYTES + PAIR_BYTES * i),
];

/** The same for L_j = A phi(x_j) + B. */
export function densityFunction(places: KernelPlaces, keep: boolean): WasmFunction {
  return overEvents(keep, (abreast) => {
    const code = abreast.flatMap((v) => [
      loaded(v, places),
      ratios(v, places),
      v.u.set(v.ratio.get),
      ownDensity(v, places),
      v.b1.set(base(v)),
    ]);
    for (let i = 0; i < PAIRS; i++) {
      for (const v of abreast) {
        if (i > 0) code.push(advance(v.own, v.ownRatio, v));
        code.push(v.L.set(add(mul(v.own.get, v.A.get), v.b1.get)));
      }
      code.push(multiply(abreast, places.product, i));
      for (const v of abreast) if (keep) code.push(write(v, i));
    }
    return code.flat();
  });
}

/** sum_j w_j product_j; the products become w_j product_j. */
export function totalFunction({ product, weights }: KernelPlaces): WasmFunction {
  return wasmFunction({}, { sum: 'v128', p: 'v128' }, 'f64', (v) => {
    const zero = i32.of(0);
    const code: Code[] = [];
    for (let i = 0; i < PAIRS; i++) {
      const o = PAIR_BYTES * i;
      code.push(
        v.p.set(mul(v128.load(zero, product + o), v128.load(zero, weights + o))),
        v128.store(zero, v.p.get, product + o),
        v.sum.set(add(v.sum.get, v.p.get)),
      );
    }
    return [...code, f64.add(f64x2.first(v.sum.get), f64x2.second(v.sum.get))];
  });
}

/** Of every slot from `slot` to `end`: the sums over nodes that derivatives take, written from `into` on. */
export function sumsFunction({ product, nodes, pool: { of } }: KernelPlaces): WasmFunction {
  const locals = {
    share: 'v128',
    s: 'v128',
    s0: 'v128',
    s1: 'v128',
    s2: 'v128',
    s3: 'v128',
    z: 'v128',
  } as const;
  return wasmFunction({ slot: 'i32', end: 'i32', into: 'i32' }, locals, null, (v) => {
    const zero = i32.of(0);
    const body: Code[] = [v.s0, v.s1, v.s2, v.s3].map((s) => s.set(of(0)));
    for (let i = 0; i < PAIRS; i++) {
      const o = PAIR_BYTES * i;
      body.push(
        v.share.set(div(v128.load(zero, product + o), v128.load(v.slot.get, o))),
        v.s0.set(add(v.s0.get, v.share.get)),
        v.s.set(mul(v.share.get, v128.load(v.slot.get, NODE_BYTES + o))),
        v.s1.set(add(v.s1.get, v.s.get)),
        v.z.set(v128.load(zero, nodes + o)),
        v.s.set(mul(v.s.get, v.z.get)),
        v.s2.set(add(v.s2.get, v.s.get)),
        v.s3.set(add(v.s3.get, mul(v.s.get, v.z.get))),
      );
    }
    [v.s0, v.s1, v.s2, v.s3].forEach((s, n) =>
      body.push(f64.store(v.into.get, f64.add(f64x2.first(s.get), f64x2.second(s.get)), 8 * n)),
    );
    body.push(
      v.slot.set(i32.add(v.slot.get, i32.of(SLOT_BYTES))),
      v.into.set(i32.add(v.into.get, i32.of(SUMS_BYTES))),
    );
    return [during(i32.ltU(v.slot.get, v.end.get), body.flat())];
  });
}
