import { wasmFunction, type Local, type WasmFunction } from '../../../stats/wasm/assemble.ts';
import type { ConstantPool } from '../../../stats/wasm/constant-pool.ts';
import { exponential } from '../../../stats/wasm/exponential.ts';
import { during, f64, f64x2, i32, v128, type Code } from '../../../stats/wasm/instructions.ts';
import { STEPS_PER_UNIT } from '../../../stats/normal-at-nodes.ts';
import { ENTRY, FARTHEST, REACH, type KernelPlaces } from './layout.ts';

const { add, sub, mul, div, neg } = f64x2;
const INVERSE_ROOT_2PI = 1 / Math.sqrt(2 * Math.PI);
const LOCALS = {
  ...({
    at0: 'i32',
    at1: 'i32',
    n: 'v128',
    e: 'v128',
    x: 'v128',
    step: 'v128',
    s2: 'v128',
    h: 'v128',
  } as const),
  ...({ back: 'v128', up: 'v128', down: 'v128', q: 'v128', u: 'v128', phi: 'v128' } as const),
} as const;
type V = Readonly<Record<'entry' | 'end' | keyof typeof LOCALS, Local>>;

/** What the loops over nodes begin with, for two events at a time, a lane each. With h = exp(-s x/2), s the step:
 *      phi(x + s/2) = phi(x) h exp(-s^2/8)     its ratio to the next exp(-s x - s^2), each ratio exp(-s^2) times the one before
 *  and downwards with 1/h for h; phi at the nodes themselves starts at phi(x), with the ratio exp(-s x - s^2/2). */
export function startFunction(
  places: KernelPlaces,
  what: { readonly terms: number; readonly adjusted: boolean; readonly keep: boolean },
): WasmFunction {
  return wasmFunction({ entry: 'i32', end: 'i32' }, LOCALS, null, (v) => [
    during(
      i32.ltU(v.entry.get, v.end.get),
      [
        exponents(v, places, what.terms),
        what.adjusted ? densityOf(v, places) : middle(v, places),
        what.adjusted ? [] : [...between(v, places), ...corrections(v, what.terms, places.pool)],
        what.adjusted || what.keep ? ownDensity(v, places.pool, what.terms) : [],
        v.entry.set(i32.add(v.entry.get, i32.of(ENTRY.bytes))),
      ].flat(),
    ),
  ]);
}

const put = (v: V, place: number, value: Code): Code => v128.store(v.entry.get, value, place);
const square = (a: Code): Code => mul(a, a);

function exponents(v: V, { powers, pool }: KernelPlaces, terms: number): Code {
  const { of } = pool;
  const x = v128.load(v.entry.get, ENTRY.x);
  return [
    v.x.set(f64x2.pmax(f64x2.pmin(x, of(FARTHEST)), of(-FARTHEST))),
    put(v, ENTRY.x, v.x.get),
    v.step.set(v128.load(v.entry.get, ENTRY.step)),
    v.s2.set(square(v.step.get)),
    exponential(powers, pool, mul(mul(v.x.get, v.step.get), of(-0.5)), v),
    v.h.set(v.e.get),
    v.back.set(div(of(1), v.h.get)),
    v.q.set(smallExponential(neg(v.s2.get), v, pool, terms > 3 ? 11 : 7)),
    put(v, ENTRY.shrink, v.q.get),
  ].flat();
}

const densityOf = (v: V, { powers, pool }: KernelPlaces): Code => [
  ...exponential(powers, pool, mul(square(v.x.get), pool.of(-0.5)), v),
  ...v.phi.set(mul(v.e.get, pool.of(INVERSE_ROOT_2PI))),
];

/** exp(y) by its series; y is put into u first. */
function smallExponential(y: Code, v: V, { of }: ConstantPool, degree: number): Code {
  let series: Code = of(1 / factorial(degree));
  for (let n = degree - 1; n >= 0; n--) series = add(mul(series, v.u.get), of(1 / factorial(n)));
  return [...v.u.set(y), ...series];
}

/** Between the middle node and its neighbours: phi times A s, and the ratios on from there. */
function between(v: V, { pool }: KernelPlaces): Code {
  const eighth = smallExponential(mul(v.s2.get, pool.of(-1 / 8)), v, pool, 6);
  const scaled = mul(v128.load(v.entry.get, ENTRY.A), v.step.get);
  return [
    v.up.set(mul(mul(v.phi.get, scaled), eighth)),
    put(v, ENTRY.up, mul(v.up.get, v.h.get)),
    put(v, ENTRY.down, neg(mul(v.up.get, v.back.get))),
    put(v, ENTRY.upRatio, mul(v.q.get, square(v.h.get))),
    put(v, ENTRY.downRatio, mul(v.q.get, square(v.back.get))),
  ].flat();
}

/** L = A Phi(x) + B at the middle node and phi(x), by the Taylor series about the nearest point of the table and its derivative. */
function middle(v: V, { taylor, pool: { of } }: KernelPlaces): Code {
  const point = (lane: 'first' | 'second'): Code => {
    const scaled = f64.mul(f64x2[lane](v.x.get), f64.of(STEPS_PER_UNIT));
    return f64.truncated(f64.add(scaled, f64.of(REACH * STEPS_PER_UNIT + 0.5)));
  };
  const points = f64x2.pair(f64.fromI32(v.at0.get), f64.fromI32(v.at1.get));
  const h = sub(v.x.get, sub(mul(points, of(1 / STEPS_PER_UNIT)), of(REACH)));
  const row = (at: Local): Code => i32.add(i32.shl(at.get, i32.of(6)), i32.of(taylor));
  const c = (n: number): Code => f64x2.gather(v.at0.get, v.at1.get, 8 * n);
  const code = [
    v.at0.set(point('first')),
    v.at1.set(point('second')),
    v.u.set(h),
    v.at0.set(row(v.at0)),
    v.at1.set(row(v.at1)),
    v.up.set(c(7)),
  ];
  for (let n = 6; n >= 0; n--) {
    code.push(v.phi.set(n === 6 ? v.up.get : add(mul(v.phi.get, v.u.get), v.up.get)));
    code.push(v.up.set(add(mul(v.up.get, v.u.get), c(n))));
  }
  const [A, B] = [v128.load(v.entry.get, ENTRY.A), v128.load(v.entry.get, ENTRY.B)];
  return [...code, put(v, ENTRY.middle, add(mul(A, v.up.get), B))].flat();
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

/** Of sum_k He_2k(c) (s/2)^2k / (2k+1)!, the coefficients of c^0, c^2 and so on, as polynomials in s^2. */
function corrections(v: V, terms: number, { of }: ConstantPool): Code {
  const code: Code[] = [];
  for (let m = 0; m <= terms; m++) {
    let sum: Code = of((HERMITE[terms]?.[m] ?? 0) / (4 ** terms * factorial(2 * terms + 1)));
    for (let k = terms - 1; k >= 0; k--) {
      sum = mul(sum, v.s2.get);
      if (k >= m) sum = add(sum, of((HERMITE[k]?.[m] ?? 0) / (4 ** k * factorial(2 * k + 1))));
    }
    code.push(put(v, ENTRY.corrections + 16 * m, sum));
  }
  return code.flat();
}

function ownDensity(v: V, pool: ConstantPool, terms: number): Code {
  const half = smallExponential(mul(v.s2.get, pool.of(-0.5)), v, pool, terms > 3 ? 9 : 7);
  return [
    put(v, ENTRY.own, v.phi.get),
    v.up.set(half),
    put(v, ENTRY.ownUpRatio, mul(v.up.get, square(v.h.get))),
    put(v, ENTRY.ownDownRatio, mul(v.up.get, square(v.back.get))),
  ].flat();
}
