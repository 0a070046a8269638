import { wasmFunction, type WasmFunction } from '../../../stats/wasm/assemble.ts';
import { during, f64, f64x2, i32, v128, type Code } from '../../../stats/wasm/instructions.ts';
import {
  fixed,
  NODE_BYTES,
  PAIR_BYTES,
  PAIRS,
  SLOT_BYTES,
  SUMS_BYTES,
  zero,
  type KernelPlaces,
} from './layout.ts';

const { add, mul, div } = f64x2;
const both = (sum: Code): Code => f64.add(f64x2.first(sum), f64x2.second(sum));

/** The products become 1. */
export function clearFunction({ product, pool }: KernelPlaces): WasmFunction {
  return wasmFunction({}, {}, null, () =>
    Array.from({ length: PAIRS }, (_, i) => v128.store(zero, pool.of(1), product + PAIR_BYTES * i)),
  );
}

/** sum_j w_j product_j; the products become w_j product_j. */
export function totalFunction({ product, weights }: KernelPlaces): WasmFunction {
  return wasmFunction({}, { sum: 'v128', p: 'v128' }, 'f64', ({ sum, p }) => {
    const code: Code[] = [];
    for (let o = 0; o < NODE_BYTES; o += PAIR_BYTES)
      code.push(
        p.set(mul(fixed(product + o), fixed(weights + o))),
        v128.store(zero, p.get, product + o),
        sum.set(add(sum.get, p.get)),
      );
    return [...code, both(sum.get)];
  });
}

/** Of every slot from `slot` to `end`: the sums over nodes that derivatives take, written from `into` on; `product` holds
 *  w_j product_j. */
export function sumsFunction({ product, nodes, pool }: KernelPlaces): WasmFunction {
  const locals = {
    ...({ pair: 'i32', share: 'v128', s: 'v128', z: 'v128' } as const),
    ...({ s0: 'v128', s1: 'v128', s2: 'v128', s3: 'v128' } as const),
  } as const;
  return wasmFunction({ slot: 'i32', end: 'i32', into: 'i32' }, locals, null, (v) => {
    const sums = [v.s0, v.s1, v.s2, v.s3];
    const address = i32.add(v.slot.get, v.pair.get);
    const turn = Array.from({ length: 4 }, (_, n) => PAIR_BYTES * n).flatMap((o) => [
      v.share.set(div(v128.load(v.pair.get, product + o), v128.load(address, o))),
      v.s0.set(add(v.s0.get, v.share.get)),
      v.s.set(mul(v.share.get, v128.load(address, NODE_BYTES + o))),
      v.s1.set(add(v.s1.get, v.s.get)),
      v.z.set(v128.load(v.pair.get, nodes + o)),
      v.s.set(mul(v.s.get, v.z.get)),
      v.s2.set(add(v.s2.get, v.s.get)),
      v.s3.set(add(v.s3.get, mul(v.s.get, v.z.get))),
    ]);
    return [
      during(i32.ltU(v.slot.get, v.end.get), [
        ...sums.flatMap((s) => s.set(pool.of(0))),
        ...v.pair.set(zero),
        ...during(i32.ltU(v.pair.get, i32.of(NODE_BYTES)), [
          ...turn.flat(),
          ...v.pair.set(i32.add(v.pair.get, i32.of(4 * PAIR_BYTES))),
        ]),
        ...sums.flatMap((s, n) => f64.store(v.into.get, both(s.get), 8 * n)),
        ...v.slot.set(i32.add(v.slot.get, i32.of(SLOT_BYTES))),
        ...v.into.set(i32.add(v.into.get, i32.of(SUMS_BYTES))),
      ]),
    ];
  });
}
