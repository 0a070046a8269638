import type { Local } from './assemble.ts';
import type { ConstantPool } from './constant-pool.ts';
import { f64x2, i32, v128, type Code } from './instructions.ts';

const PIECES = 64;
const ROUNDED = 1.5 * 2 ** 52; // added to a number, it leaves that number rounded in its low bits
const STEP = Math.LN2 / PIECES;
const STEP_HIGH = Math.fround(STEP); // few bits: n STEP_HIGH is exact for whole n
const STEP_LOW = STEP - STEP_HIGH + 2.319046813846299e-17 / PIECES; // ln 2 is that much more than its double

/** As bits, 6 to 17: of n, what is left of n div 64 once it stands where a double has its exponent. */
const WHOLE_POWERS = 0x3ffc0 * Number.MIN_VALUE;

/** 2^(j/64), j = 0 to 63, which `exponential` reads. */
export const powersOfTwo = (): Float64Array =>
  Float64Array.from({ length: PIECES }, (_, j) => 2 ** (j / PIECES));

/** e = exp(x) in both lanes, to 2 units in the last place for |x| < 700.
 *      x = n ln2/64 + r      exp(x) = 2^(n div 64) 2^((n mod 64)/64) exp(r)      |r| <= ln2/128
 *  Tang (1989), ACM TOMS 15(2), table-driven exponential.
 *  @param powers where `powersOfTwo` stand, in bytes */
export function exponential(
  powers: number,
  { of }: ConstantPool,
  x: Code,
  { n, e }: Readonly<Record<'n' | 'e', Local>>,
): Code {
  const { add, sub, mul } = f64x2;
  const whole = sub(n.get, of(ROUNDED));
  const place = (lane: 0 | 1): Code =>
    i32.add(i32.shl(i32.and(f64x2.lowWord(n.get, lane), i32.of(PIECES - 1)), i32.of(3)), i32.of(powers));
  const exponents = v128.shlI64(v128.and(n.get, of(WHOLE_POWERS)), i32.of(46));
  let series: Code = of(1 / 120);
  for (const c of [1 / 24, 1 / 6, 1 / 2, 1]) series = add(mul(series, e.get), of(c));
  return [
    ...e.set(x),
    ...n.set(add(mul(e.get, of(1 / STEP)), of(ROUNDED))),
    ...e.set(sub(sub(e.get, mul(whole, of(STEP_HIGH))), mul(whole, of(STEP_LOW)))), // r
    ...e.set(mul(series, e.get)), // exp(r) - 1
    ...n.set(v128.addI64(f64x2.gather(place(0), place(1)), exponents)),
    ...e.set(add(n.get, mul(n.get, e.get))),
  ];
}
