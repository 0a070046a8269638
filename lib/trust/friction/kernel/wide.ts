import { STEPS_PER_UNIT } from '../../../stats/normal-at-nodes.ts';
import { wasmFunction, type WasmFunction } from '../../../stats/wasm/assemble.ts';
import { exponential } from '../../../stats/wasm/exponential.ts';
import { during, f64, f64x2, i32, v128, type Code } from '../../../stats/wasm/instructions.ts';
import { ENTRY, NODE_BYTES, PAIR_BYTES, REACH, type KernelPlaces } from './layout.ts';

const { add, sub, mul } = f64x2;
/** phi is 0 from here on, and its exponential still a normal number. */
const NOTHING = 37;

const row = (taylor: number, point: Code): Code => i32.add(i32.shl(point, i32.of(6)), i32.of(taylor));

/** Multiplies the product by L_j of one event, of a pair that stands at `entry` (its second: 8 bytes on), each node by itself:
 *  for steps of any length. Writes L_j and phi(x_j) to `slot`. */
export function wideFunction(
  { powers, taylor, product, pool }: KernelPlaces,
  adjusted: boolean,
): WasmFunction {
  const { of } = pool;
  const locals = {
    ...({
      pair: 'i32',
      at0: 'i32',
      at1: 'i32',
      n: 'v128',
      e: 'v128',
      x: 'v128',
      d: 'v128',
      c: 'v128',
    } as const),
    ...({ phi: 'v128', L: 'v128', A: 'v128', B: 'v128' } as const),
  } as const;
  return wasmFunction({ entry: 'i32', slot: 'i32' }, locals, null, (v) => {
    const one = (place: number): Code => f64x2.loadSplat(v.entry.get, place);
    const point = (lane: 'first' | 'second'): Code =>
      f64.truncated(
        f64.add(f64.mul(f64x2[lane](v.c.get), f64.of(STEPS_PER_UNIT)), f64.of(REACH * STEPS_PER_UNIT + 0.5)),
      );
    const points = f64x2.pair(f64.fromI32(v.at0.get), f64.fromI32(v.at1.get));
    let sum: Code = f64x2.gather(row(taylor, v.at0.get), row(taylor, v.at1.get), 56);
    for (let n = 6; n >= 0; n--)
      sum = add(mul(sum, v.c.get), f64x2.gather(row(taylor, v.at0.get), row(taylor, v.at1.get), 8 * n));
    const limited = (most: number): Code => f64x2.pmax(f64x2.pmin(v.x.get, of(most)), of(-most));
    const phiOfNode: Code = [
      ...v.c.set(limited(REACH - 1 / 64)),
      ...v.at0.set(point('first')),
      ...v.at1.set(point('second')),
      ...v.c.set(sub(v.c.get, sub(mul(points, of(1 / STEPS_PER_UNIT)), of(REACH)))),
      ...v.L.set(add(mul(v.A.get, sum), v.B.get)),
    ];
    const address = i32.add(v.slot.get, v.pair.get);
    return [
      v.d.set(mul(one(ENTRY.step), of(1, -1))),
      v.x.set(one(ENTRY.x)),
      v.A.set(one(ENTRY.A)),
      v.B.set(one(ENTRY.B)),
      during(i32.ltU(v.pair.get, i32.of(NODE_BYTES)), [
        ...v.c.set(limited(NOTHING)),
        ...exponential(powers, pool, mul(mul(v.c.get, v.c.get), of(-0.5)), v),
        ...v.phi.set(mul(v.e.get, of(1 / Math.sqrt(2 * Math.PI)))),
        ...(adjusted ? v.L.set(add(mul(v.A.get, v.phi.get), v.B.get)) : phiOfNode),
        ...v128.store(v.pair.get, mul(v128.load(v.pair.get, product), v.L.get), product),
        ...v128.store(address, v.L.get),
        ...v128.store(address, v.phi.get, NODE_BYTES),
        ...v.x.set(add(v.x.get, v.d.get)),
        ...v.pair.set(i32.add(v.pair.get, i32.of(PAIR_BYTES))),
      ]),
    ];
  });
}
