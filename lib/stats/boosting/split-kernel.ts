import { during, f64, i32, i64, leave, when } from '../wasm/instructions.ts';
import type { Code } from '../wasm/instructions.ts';
import { wasmFunction } from '../wasm/assemble.ts';
import type { Local, WasmFunction } from '../wasm/assemble.ts';
import { SLOTS } from './histogram-kernel.ts';

/** Where the best split is written: gain, gradient and curvature of the left side, then integers. */
export const SPLIT = { gain: 0, gradient: 8, curvature: 16, column: 24, bin: 28, count: 32, missing: 36 };

const PARAMETERS = {
  histogram: 'i32',
  bins: 'i32', // numbers of bins, by column
  columns: 'i32',
  count: 'i32', // rows of the node
  fewest: 'i32', // rows of a leaf
  gradient: 'f64', // sums of the node, in packed units
  curvature: 'f64',
  ridge: 'f64', // in units of the curvature
  leastCurvature: 'f64',
  result: 'i32',
} as const;
const LOCALS = {
  slot: 'i32',
  end: 'i32',
  j: 'i32',
  left: 'i32',
  absent: 'i32', // missing values go left
  best: 'f64',
  gain: 'f64',
  g: 'f64',
  h: 'f64',
  sum: 'i64',
  second: 'i64',
} as const;
type Variables = Readonly<Record<keyof typeof PARAMETERS | keyof typeof LOCALS, Local>>;

/** Finds the split of a node with the largest gain
 *      G_L^2 / (H_L + ridge) + G_R^2 / (H_R + ridge)
 *  over all columns and bins, missing values right, then left; the first of equals. `shift` is the number of bits that
 *  hold the count in a packed sum. Friedman (2001); Chen & Guestrin (2016), equation 7, without the constant terms. */
export function splitFunction(lanes: 1 | 2, shift: number): WasmFunction {
  return wasmFunction(PARAMETERS, LOCALS, null, (v) => [
    v.best.set(f64.load(v.result.get, SPLIT.gain)),
    during(i32.ltU(v.j.get, v.columns.get), [
      ...v.absent.set(i32.of(0)),
      ...start(v),
      ...scan(v, lanes, shift),
      ...missingLeft(v, lanes, shift),
      ...v.histogram.set(i32.add(v.histogram.get, i32.of(SLOTS * 8 * lanes))),
      ...v.j.set(i32.add(v.j.get, i32.of(1))),
    ]),
  ]);
}

const binsOf = (v: Variables): Code => i32.load(i32.add(v.bins.get, i32.shl(v.j.get, i32.of(2))));

/** All bins but the last; with missing values at the right, the last too. */
function start(v: Variables): Code {
  return [...v.sum.set(i64.of(0)), ...v.second.set(i64.of(0))];
}

function missingLeft(v: Variables, lanes: 1 | 2, shift: number): Code {
  const at = (SLOTS - 1) * 8 * lanes;
  const absent = i64.load(v.histogram.get, at);
  return [
    ...v.sum.set(absent),
    ...v.second.set(lanes === 2 ? i64.load(v.histogram.get, at + 8) : absent),
    ...when(i64.isZero(v.second.get), [], [...v.absent.set(i32.of(1)), ...scan(v, lanes, shift)]),
  ];
}

function scan(v: Variables, lanes: 1 | 2, shift: number): Code {
  const bytes = 8 * lanes;
  const counter = lanes === 1 ? v.sum : v.second;
  const counted = i32.and(i32.wrap(counter.get), i32.of(2 ** shift - 1));
  const read = (lane: number): Code => i64.load(v.slot.get, 8 * lane);
  const addUp = [
    ...v.sum.set(i64.add(v.sum.get, read(0))),
    ...(lanes === 2 ? v.second.set(i64.add(v.second.get, read(1))) : []),
  ];
  const whole = f64.fromI64(i64.shrS(v.sum.get, i64.of(shift)));
  const sums =
    lanes === 1
      ? [...v.g.set(whole), ...v.h.set(f64.fromI32(v.left.get))]
      : [...v.g.set(f64.fromI64(v.sum.get)), ...v.h.set(f64.fromI64(i64.shrS(v.second.get, i64.of(shift))))];
  const enough = i32.leU(v.fewest.get, v.left.get);
  const tooFewRight = i32.ltU(i32.sub(v.count.get, v.left.get), v.fewest.get);
  return [
    ...v.slot.set(v.histogram.get),
    ...v.end.set(i32.add(v.histogram.get, i32.mul(binsOf(v), i32.of(bytes)))),
    ...during(i32.ltU(v.slot.get, v.end.get), [
      // an empty bin: the same split as the bin before it
      ...when(
        i64.isZero(read(lanes - 1)),
        [],
        [
          ...addUp,
          ...v.left.set(counted),
          ...when(enough, [
            ...when(tooFewRight, leave(3)),
            ...sums,
            ...v.gain.set(gainOf(v)),
            ...when(better(v), keep(v, bytes)),
          ]),
        ],
      ),
      ...v.slot.set(i32.add(v.slot.get, i32.of(bytes))),
    ]),
  ];
}

/** Both sides over one division, which is the slow part. */
function gainOf(v: Variables): Code {
  const { g, h, gradient, curvature, ridge } = v;
  const other = f64.sub(gradient.get, g.get);
  const left = f64.add(h.get, ridge.get);
  const right = f64.add(f64.sub(curvature.get, h.get), ridge.get);
  const above = f64.add(f64.mul(square(g.get), right), f64.mul(square(other), left));
  return f64.div(above, f64.mul(left, right));
}

const square = (a: Code): Code => f64.mul(a, a);

function better(v: Variables): Code {
  const { gain, best, h, curvature, leastCurvature } = v;
  const enough = (a: Code): Code => f64.gt(a, leastCurvature.get);
  const both = i32.and(enough(h.get), enough(f64.sub(curvature.get, h.get)));
  return i32.and(f64.gt(gain.get, best.get), both);
}

function keep(v: Variables, bytes: number): Code {
  const bin = i32.sub(v.slot.get, v.histogram.get);
  const shift = i32.of(bytes === 8 ? 3 : 4);
  return [
    ...v.best.set(v.gain.get),
    ...f64.store(v.result.get, v.gain.get, SPLIT.gain),
    ...f64.store(v.result.get, v.g.get, SPLIT.gradient),
    ...f64.store(v.result.get, v.h.get, SPLIT.curvature),
    ...i32.store(v.result.get, v.j.get, SPLIT.column),
    ...i32.store(v.result.get, i32.shrU(bin, shift), SPLIT.bin),
    ...i32.store(v.result.get, v.left.get, SPLIT.count),
    ...i32.store(v.result.get, v.absent.get, SPLIT.missing),
  ];
}
