import { copy, during, i32, i64, v128, when } from '../wasm/instructions.ts';
import type { Code } from '../wasm/instructions.ts';
import { wasmFunction } from '../wasm/assemble.ts';
import type { Local, WasmFunction } from '../wasm/assemble.ts';

export const SLOTS = 256; // bins of a column and the one for missing values

/** Columns added up in one pass over the rows: their histograms stay in the nearest cache. */
const COLUMNS_A_PASS = 24;

/** Adds up gradients by bin, for all columns of the rows whose numbers stand from `row` to `end`:
 *      histogram[j][bin(i, j)] += gradient[i]      for every row i and column j
 *  One entry is a packed integer (see `pack.ts`), so the sum holds the count too and does not depend on the order.
 *  `lanes` is the number of 64-bit integers of an entry, `columns` that of the bins of a row, which stand side by side. */
export function histogramFunction(columns: number, lanes: 1 | 2): WasmFunction {
  const parameters = { from: 'i32', end: 'i32', bins: 'i32', gradients: 'i32', histogram: 'i32' } as const;
  const value = lanes === 1 ? 'i64' : 'v128';
  const locals = { row: 'i32', line: 'i32', slot: 'i32', value } as const;
  return wasmFunction(parameters, locals, null, (v) => {
    const passes: Code[] = [];
    for (let first = 0; first < columns; first += COLUMNS_A_PASS) {
      const last = Math.min(columns, first + COLUMNS_A_PASS);
      passes.push(onePass(v, first, last, columns, lanes));
    }
    return passes;
  });
}

type Names = 'from' | 'end' | 'bins' | 'gradients' | 'histogram' | 'row' | 'line' | 'slot' | 'value';

function onePass(
  v: Readonly<Record<Names, Local>>,
  first: number,
  last: number,
  columns: number,
  lanes: 1 | 2,
): Code {
  const { load, store, add } =
    lanes === 1 ? { load: i64.load, store: i64.store, add: i64.add } : { ...v128, add: v128.addI64 };
  const entry = lanes === 1 ? 3 : 4; // log2 of its bytes
  const row = i32.load(v.row.get);
  const body = [
    v.line.set(i32.add(v.bins.get, i32.mul(row, i32.of(columns)))),
    v.value.set(load(i32.add(v.gradients.get, i32.shl(row, i32.of(entry))))),
  ];
  for (let j = first; j < last; j++) {
    const at = j * (SLOTS << entry);
    body.push(
      v.slot.set(i32.add(v.histogram.get, i32.shl(i32.loadByte(v.line.get, j), i32.of(entry)))),
      store(v.slot.get, add(load(v.slot.get, at), v.value.get), at),
    );
  }
  body.push(v.row.set(i32.add(v.row.get, i32.of(4))));
  return [...v.row.set(v.from.get), ...during(i32.ltU(v.row.get, v.end.get), body.flat())];
}

/** parent -= child, in place: the histogram of the other child. `end` is that of the parent. */
export function subtractFunction(): WasmFunction {
  const parameters = { parent: 'i32', end: 'i32', child: 'i32' } as const;
  return wasmFunction(parameters, {}, null, ({ parent, end, child }) => [
    during(i32.ltU(parent.get, end.get), [
      ...v128.store(parent.get, v128.subI64(v128.load(parent.get), v128.load(child.get))),
      ...parent.set(i32.add(parent.get, i32.of(16))),
      ...child.set(i32.add(child.get, i32.of(16))),
    ]),
  ]);
}

/** Puts the row numbers from `from` to `end` that go left first, the others after them, both in their order; gives the
 *  place where the right ones begin. A row goes left if its bin <= threshold, or is `missing` (256: none is). */
export function partitionFunction(): WasmFunction {
  const parameters = {
    from: 'i32',
    end: 'i32',
    column: 'i32',
    threshold: 'i32',
    missing: 'i32',
    room: 'i32',
  } as const;
  const locals = { row: 'i32', bin: 'i32', goes: 'i32', left: 'i32', right: 'i32' } as const;
  const four = i32.of(4);
  return wasmFunction(parameters, locals, 'i32', (v) => [
    v.left.set(v.from.get),
    v.right.set(v.room.get),
    during(i32.ltU(v.from.get, v.end.get), [
      ...v.row.set(i32.load(v.from.get)),
      ...v.bin.set(i32.loadByte(i32.add(v.column.get, v.row.get))),
      ...v.goes.set(i32.or(i32.leU(v.bin.get, v.threshold.get), i32.eq(v.bin.get, v.missing.get))),
      ...i32.store(v.left.get, v.row.get), // both, so that nothing has to be guessed; one of them is written over
      ...i32.store(v.right.get, v.row.get),
      ...v.left.set(i32.add(v.left.get, i32.shl(v.goes.get, i32.of(2)))),
      ...v.right.set(i32.add(v.right.get, i32.sub(four, i32.shl(v.goes.get, i32.of(2))))),
      ...v.from.set(i32.add(v.from.get, four)),
    ]),
    when(i32.ne(v.right.get, v.room.get), copy(v.left.get, v.room.get, i32.sub(v.right.get, v.room.get))),
    v.left.get,
  ]);
}
