import { wasmFunction, type Local, type WasmFunction } from '../../../stats/wasm/assemble.ts';
import { call, f64, i32, when, type Code } from '../../../stats/wasm/instructions.ts';
import { COLUMNS, ENTRY, NARROW, SLOT_BYTES } from './layout.ts';

const PARAMETERS = {
  ...({ F: 'i32', c: 'i32', end: 'i32', states: 'i32', m: 'f64', root: 'f64' } as const),
  ...({ columns: 'i32', middle: 'i32', last: 'i32' } as const), // keeps and accepts, adjustments, and where these end
  ...({ alone: 'i32', entries: 'i32', slots: 'i32' } as const), // 1: the last of the first lacks its second; 2: of the others
} as const;

/** A sequence of usual length from its transitions to sum_j w_j prod_t L_jt in one call; -1 where nodes lie too far apart for
 *  three corrections, and nothing is kept. The steps are those of `compact-path.ts`, which has the general case.
 *  @param names the functions of the module, by place
 *  @param kept as their names end */
export function sequenceFunction(names: readonly string[], kept: '' | 'Kept'): WasmFunction {
  const run = (name: string, ...values: readonly Code[]): Code => call(names.indexOf(name), ...values);
  const locals = { half: 'i32', to: 'i32', widest: 'f64', result: 'f64' } as const;
  return wasmFunction(PARAMETERS, locals, 'f64', (v) => {
    const entryOf = (column: Local): Code => {
      const pairs = i32.shrU(i32.sub(column.get, v.columns.get), i32.of(Math.log2(COLUMNS.bytes)));
      return i32.add(v.entries.get, i32.mul(pairs, i32.of(ENTRY.bytes)));
    };
    const widest = f64.max(
      run('layPhi', v.columns.get, v.middle.get, v.entries.get, v.states.get),
      run('layDensity', v.middle.get, v.last.get, v.half.get, v.states.get),
    );
    return [
      run('walk', v.F.get, v.c.get, v.end.get, v.states.get, v.m.get, v.root.get),
      run('clear'),
      v.half.set(entryOf(v.middle)),
      v.to.set(entryOf(v.last)),
      v.widest.set(widest),
      when(i32.and(v.alone.get, i32.of(1)), secondAbsent(v.half)),
      when(i32.and(v.alone.get, i32.of(2)), secondAbsent(v.to)),
      v.result.set(f64.of(-1)),
      when(f64.lt(v.widest.get, f64.of(NARROW)), [
        ...run(`startPhi3${kept}`, v.entries.get, v.half.get),
        ...run(`phi3${kept}`, v.entries.get, v.half.get, v.slots.get),
        ...run('startDensity3', v.half.get, v.to.get),
        ...run(`density${kept}`, v.half.get, v.to.get, slotOf(v)),
        ...v.result.set(run('total')),
      ]),
      v.result.get,
    ];
  });
}

/** In the pair before: L = 1. */
function secondAbsent(next: Local): Code {
  const entry = i32.sub(next.get, i32.of(ENTRY.bytes));
  return [...f64.store(entry, f64.of(0), ENTRY.A + 8), ...f64.store(entry, f64.of(1), ENTRY.B + 8)];
}

function slotOf({ slots, columns, middle }: Readonly<Record<'slots' | 'columns' | 'middle', Local>>): Code {
  return i32.add(
    slots.get,
    i32.mul(i32.sub(middle.get, columns.get), i32.of((2 * SLOT_BYTES) / COLUMNS.bytes)),
  );
}
