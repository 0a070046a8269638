import { i32, v128, type Code } from './instructions.ts';

/** Pairs of doubles in memory, in place of constants in code: V8 builds such a constant from four instructions at each
 *  use, and loads it in one. */
export interface ConstantPool {
  of(first: number, second?: number): Code;
  /** The pairs asked for so far, to be written to `place`. */
  values(): Float64Array;
}

/** @param place of the pool, in bytes
 *  @param most pairs that fit there */
export function constantPool(place: number, most: number): ConstantPool {
  const pairs: [number, number][] = [];
  return {
    of(first, second = first) {
      let at = pairs.findIndex(([a, b]) => Object.is(a, first) && Object.is(b, second));
      if (at < 0) at = pairs.push([first, second]) - 1;
      if (at >= most) throw new RangeError(`constantPool requires fewer constants than its ${most} places`);
      return v128.load(i32.of(0), place + 16 * at);
    },
    values: () => Float64Array.from(pairs.flat()),
  };
}
