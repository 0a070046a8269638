import { wasmFunction, type WasmFunction } from '../../../stats/wasm/assemble.ts';
import { during, f64, f64x2, i32, v128, type Code } from '../../../stats/wasm/instructions.ts';
import { COLUMNS, ENTRY, fixed, STATE_BYTES, THETA, type KernelPlaces } from './layout.ts';

const { add, sub, mul, div } = f64x2;

const of = (theta: number, name: keyof typeof THETA): Code => fixed(theta + THETA[name]);

/** alpha_j = m + root z_j from step to step: m <- F m + c, root <- F root. */
export function walkFunction(): WasmFunction {
  const parameters = { F: 'i32', c: 'i32', end: 'i32', state: 'i32', m: 'f64', root: 'f64' } as const;
  return wasmFunction(parameters, { f: 'f64' }, null, ({ F, c, end, state, m, root, f }) => [
    during(i32.ltU(F.get, end.get), [
      ...f64.store(state.get, m.get),
      ...f64.store(state.get, root.get, 8),
      ...f.set(f64.load(F.get)),
      ...m.set(f64.add(f64.mul(f.get, m.get), f64.load(c.get))),
      ...root.set(f64.mul(root.get, f.get)),
      ...F.set(i32.add(F.get, i32.of(8))),
      ...c.set(i32.add(c.get, i32.of(8))),
      ...state.set(i32.add(state.get, i32.of(STATE_BYTES))),
    ]),
  ]);
}

/** Two events at a time from their columns: with e = m + bg ln(|g|/g0) and G = +-|g|,
 *      1/sd = G / sqrt(sw^2 g^2 + se^2)      x = (e - target)/sd      step = root (z_1 - z_0)/sd
 *  where the sign, that of dL/de against phi(x), goes with 1/sd. Gives the largest step. */
export function layFunction({ theta }: KernelPlaces, adjusted: boolean): WasmFunction {
  const parameters = { columns: 'i32', end: 'i32', entry: 'i32', states: 'i32' } as const;
  const locals = {
    ...({ first: 'i32', second: 'i32', G: 'v128', inverse: 'v128', step: 'v128', most: 'v128' } as const),
  } as const;
  return wasmFunction(parameters, locals, 'f64', (v) => {
    const column = (name: 'gap' | 'logGap' | 'target') => v128.load(v.columns.get, COLUMNS[name]);
    const put = (name: 'x' | 'step' | 'inverse' | 'A' | 'B', value: readonly number[]) =>
      v128.store(v.entry.get, value, ENTRY[name]);
    const e = add(f64x2.gather(v.first.get, v.second.get), mul(of(theta, 'bg'), column('logGap')));
    const variance = add(mul(of(theta, 'sw2'), mul(v.G.get, v.G.get)), of(theta, 'se2'));
    const height = adjusted ? mul(of(theta, 'height'), f64x2.abs(v.inverse.get)) : of(theta, 'height');
    return [
      during(i32.ltU(v.columns.get, v.end.get), [
        ...v.first.set(i32.add(v.states.get, i32.load(v.columns.get, COLUMNS.state))),
        ...v.second.set(i32.add(v.states.get, i32.load(v.columns.get, COLUMNS.state + 4))),
        ...v.G.set(column('gap')),
        ...v.inverse.set(div(v.G.get, f64x2.sqrt(variance))),
        ...put('x', mul(sub(e, column('target')), v.inverse.get)),
        ...v.step.set(
          mul(mul(f64x2.gather(v.first.get, v.second.get, 8), v.inverse.get), of(theta, 'nodeStep')),
        ),
        ...put('step', v.step.get),
        ...put('inverse', v.inverse.get),
        ...put('A', height),
        ...put('B', of(theta, adjusted ? 'densityBase' : 'phiBase')),
        ...v.most.set(f64x2.pmax(v.most.get, f64x2.abs(v.step.get))),
        ...v.columns.set(i32.add(v.columns.get, i32.of(COLUMNS.bytes))),
        ...v.entry.set(i32.add(v.entry.get, i32.of(ENTRY.bytes))),
      ]),
      f64.max(f64x2.first(v.most.get), f64x2.second(v.most.get)),
    ];
  });
}
