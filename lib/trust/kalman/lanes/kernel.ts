import { wasmFunction, type Local, type WasmFunction } from '../../../stats/wasm/assemble.ts';
import { during, f64x2, i32, v128, type Code } from '../../../stats/wasm/instructions.ts';

/** Pairs of sequences side by side: one alone would wait for its own divisions. */
export const PAIRS = 4;
/** A step of a block in memory: of each pair g, d, bend and r. */
export const STEP = { design: 0, move: 16, bend: 32, fidelity: 48, pair: 64, bytes: 64 * PAIRS } as const;
/** What the pass back takes of a step, of each pair. */
const KEPT = {
  before: 0,
  mean: 16,
  variance: 32,
  u: 48,
  inverse: 64,
  F: 80,
  pair: 96,
  bytes: 96 * PAIRS,
} as const;
export const KEPT_BYTES = KEPT.bytes;
/** Numbers of theta, each twice; half of gain and of loss. */
export const THETA = ['m0', 'P0', 'h', 'bg', 'gain', 'loss', 'q2', 'one', 'half', 'mantissa'] as const;
/** What adds up over all sequences, of each pair; `product` is a mantissa whose powers of two `exponent` counts. */
export const SUMS = [
  'quadratic',
  'product',
  'exponent',
  'b',
  'G',
  'dh',
  'dbg',
  'gain',
  'loss',
  'q2',
] as const;
export const SUMS_BYTES = 16 * SUMS.length;

const SCRATCH = [
  'm',
  'P',
  'g',
  'd',
  'r',
  'mask',
  'inverse',
  'u',
  'size',
  'sign',
  'F',
  'c',
  'dF',
  'a',
  'w',
  'dv',
  'dS',
] as const;
type Name = (typeof SCRATCH)[number] | (typeof SUMS)[number];
type Constants = Readonly<Record<(typeof THETA)[number], Code>>;
/** Variables of one pair; `at` its number. */
interface V {
  readonly of: Readonly<Record<Name, Local>>;
  readonly at: number;
}

const { add, sub, mul, div } = f64x2;

/** Log-likelihood of law 5.3 with its derivatives over blocks of 2 PAIRS sequences, from `data` to `end`: each a number of
 *  steps, on a line of its own, then the steps. The letters and formulas are those of `scalar-kalman.ts` and of the law's motion.
 *  What is missing, and steps that a shorter sequence does not have, is NaN.
 *  @param theta where the numbers of THETA stand, @param sums those of SUMS, @param kept room for the longest sequence */
export function lanesFunction(theta: number, sums: number, kept: number): WasmFunction {
  const pairs = Array.from({ length: PAIRS }, (_, at) => at);
  const names: readonly Name[] = [...SCRATCH, ...SUMS];
  const locals = Object.fromEntries([
    ...pairs.flatMap((at) => names.map((name) => [`${name}.${at}`, 'v128'] as const)),
    ...['last', 'memory'].map((name) => [name, 'i32'] as const),
  ]);
  return wasmFunction({ data: 'i32', end: 'i32' }, locals, null, (all) => {
    const get = (name: string): Local => (all as Readonly<Record<string, Local>>)[name] as Local;
    const [data, end, last, memory] = ['data', 'end', 'last', 'memory'].map(get) as [
      Local,
      Local,
      Local,
      Local,
    ];
    const each = pairs.map((at): V => ({
      of: Object.fromEntries(names.map((name) => [name, get(`${name}.${at}`)])) as V['of'],
      at,
    }));
    const constants = Object.fromEntries(
      THETA.map((name, n) => [name, v128.load(i32.of(0), theta + 16 * n)]),
    ) as Constants;
    const loaded = each.flatMap((v) =>
      SUMS.flatMap((name, n) => v.of[name].set(v128.load(i32.of(0), sums + SUMS_BYTES * v.at + 16 * n))),
    );
    const stored = each.flatMap((v) =>
      SUMS.flatMap((name, n) => v128.store(i32.of(0), v.of[name].get, sums + SUMS_BYTES * v.at + 16 * n)),
    );
    const begin = each.flatMap(({ of }) => [...of.m.set(constants.m0), ...of.P.set(constants.P0)]);
    // m and P then hold the derivatives b and G of what comes after
    const turn = each.flatMap(({ of }) => [...of.m.set(sub(of.m.get, of.m.get)), ...of.P.set(of.m.get)]);
    const finish = each.flatMap(({ of }) => [
      ...of.b.set(add(of.b.get, of.m.get)),
      ...of.G.set(add(of.G.get, of.P.get)),
    ]);
    return [
      loaded,
      during(i32.ltU(data.get, end.get), [
        ...last.set(i32.add(i32.add(data.get, i32.of(STEP.bytes)), i32.load(data.get))),
        ...data.set(i32.add(data.get, i32.of(STEP.bytes))),
        ...memory.set(i32.of(kept)),
        ...begin,
        ...during(i32.ltU(data.get, last.get), [
          ...each.flatMap((v) => forward(v, constants, data.get, memory.get)),
          ...data.set(i32.add(data.get, i32.of(STEP.bytes))),
          ...memory.set(i32.add(memory.get, i32.of(KEPT.bytes))),
        ]),
        ...turn,
        ...during(i32.ltU(i32.of(kept), memory.get), [
          ...data.set(i32.sub(data.get, i32.of(STEP.bytes))),
          ...memory.set(i32.sub(memory.get, i32.of(KEPT.bytes))),
          ...each.flatMap((v) => backward(v, constants, data.get, memory.get)),
        ]),
        ...finish,
        ...data.set(last.get),
      ]),
      stored,
    ];
  });
}

const read = (v: V, data: Code, name: 'design' | 'move' | 'bend' | 'fidelity'): Code =>
  v128.load(data, STEP.pair * v.at + STEP[name]);
const put = (v: V, memory: Code, name: keyof typeof KEPT, value: Code): Code =>
  v128.store(memory, value, KEPT.pair * v.at + KEPT[name]);
const kept = (v: V, memory: Code, name: keyof typeof KEPT): Code =>
  v128.load(memory, KEPT.pair * v.at + KEPT[name]);

function forward(v: V, constants: Constants, data: Code, memory: Code): Code {
  const { h, bg, gain, loss, q2, one, mantissa } = constants;
  const { m, P, g, d, r, mask, inverse, u, size, sign, F, c, w, quadratic, product, exponent } = v.of;
  const S = add(mul(mul(g.get, g.get), P.get), h);
  const innovation = sub(sub(d.get, mul(bg, read(v, data, 'bend'))), mul(g.get, m.get));
  return [
    g.set(read(v, data, 'design')),
    d.set(read(v, data, 'move')),
    mask.set(f64x2.eq(d.get, d.get)),
    put(v, memory, 'before', P.get),
    w.set(S),
    inverse.set(v128.and(div(one, w.get), mask.get)),
    d.set(v128.and(innovation, mask.get)),
    u.set(mul(d.get, inverse.get)),
    quadratic.set(add(quadratic.get, mul(d.get, u.get))),
    product.set(mul(product.get, v128.or(v128.and(w.get, mask.get), v128.andNot(one, mask.get)))),
    exponent.set(v128.addI64(exponent.get, v128.shrI64(product.get, i32.of(52)))),
    product.set(v128.or(v128.and(product.get, mantissa), one)),
    m.set(add(m.get, mul(mul(P.get, g.get), u.get))),
    P.set(mul(P.get, add(mul(h, inverse.get), v128.andNot(one, mask.get)))),
    r.set(read(v, data, 'fidelity')),
    mask.set(f64x2.eq(r.get, r.get)),
    size.set(v128.and(f64x2.abs(r.get), mask.get)),
    sign.set(v128.and(r.get, mask.get)),
    c.set(mul(gain, add(size.get, sign.get))),
    F.set(sub(sub(one, c.get), mul(loss, sub(size.get, sign.get)))),
    put(v, memory, 'mean', m.get),
    put(v, memory, 'variance', P.get),
    put(v, memory, 'u', u.get),
    put(v, memory, 'inverse', inverse.get),
    put(v, memory, 'F', F.get),
    m.set(add(mul(F.get, m.get), c.get)),
    P.set(add(mul(mul(F.get, F.get), P.get), v128.and(q2, mask.get))),
  ].flat();
}

/** b and G stand in m and P. */
function backward(v: V, { half }: Constants, data: Code, memory: Code): Code {
  const { m: b, P: G, g, r, mask, inverse, u, size, sign, F, c: fG, d: P, dF, a, w, dv, dS } = v.of;
  const { dh, dbg, gain, loss, q2 } = v.of;
  return [
    F.set(kept(v, memory, 'F')),
    fG.set(mul(F.get, G.get)),
    dF.set(add(mul(b.get, kept(v, memory, 'mean')), mul(add(fG.get, fG.get), kept(v, memory, 'variance')))),
    r.set(read(v, data, 'fidelity')),
    mask.set(f64x2.eq(r.get, r.get)),
    size.set(v128.and(f64x2.abs(r.get), mask.get)),
    sign.set(v128.and(r.get, mask.get)),
    gain.set(add(gain.get, mul(add(size.get, sign.get), sub(b.get, dF.get)))),
    loss.set(sub(loss.get, mul(sub(size.get, sign.get), dF.get))),
    q2.set(add(q2.get, v128.and(G.get, mask.get))),
    b.set(mul(b.get, F.get)),
    G.set(mul(F.get, fG.get)),
    inverse.set(kept(v, memory, 'inverse')),
    u.set(kept(v, memory, 'u')),
    g.set(read(v, data, 'design')),
    P.set(kept(v, memory, 'before')),
    a.set(mul(mul(mul(b.get, P.get), g.get), inverse.get)),
    w.set(mul(mul(g.get, g.get), inverse.get)),
    fG.set(mul(G.get, P.get)),
    dv.set(sub(a.get, u.get)),
    dS.set(
      add(
        sub(mul(sub(mul(u.get, u.get), inverse.get), half), mul(a.get, u.get)),
        mul(mul(mul(fG.get, P.get), w.get), inverse.get),
      ),
    ),
    dh.set(add(dh.get, dS.get)),
    dbg.set(sub(dbg.get, mul(dv.get, read(v, data, 'bend')))),
    G.set(
      add(
        G.get,
        add(
          sub(mul(mul(g.get, u.get), b.get), mul(add(w.get, w.get), fG.get)),
          mul(dS.get, mul(g.get, g.get)),
        ),
      ),
    ),
    b.set(sub(b.get, mul(g.get, dv.get))),
  ].flat();
}
