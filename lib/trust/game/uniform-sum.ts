/** An interval on which something is uniform. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Quantile Q of the sum of two independent uniforms; an interval may be a point. With lengths L1 >= L2, lowest sum lo:
 *      Q <= L2/(2 L1)        lo + sqrt(2 Q L1 L2)
 *      Q >= 1 - L2/(2 L1)    lo + L1 + L2 - sqrt(2 (1 - Q) L1 L2)
 *      else                  lo + Q L1 + L2/2
 *  @param Q in [0,1]
 *  @throws RangeError unless Q is in [0,1] */
export function uniformSumQuantile(a: Interval, b: Interval, Q: number): number {
  if (!(Q >= 0 && Q <= 1)) throw new RangeError('uniformSumQuantile requires Q in [0,1]');
  const lengths = [a.high - a.low, b.high - b.low];
  const L1 = Math.max(...lengths);
  const L2 = Math.min(...lengths);
  const lo = a.low + b.low;
  if (L1 === 0) return lo;
  if (Q <= L2 / (2 * L1)) return lo + Math.sqrt(2 * Q * L1 * L2);
  if (Q >= 1 - L2 / (2 * L1)) return lo + L1 + L2 - Math.sqrt(2 * (1 - Q) * L1 * L2);
  return lo + Q * L1 + L2 / 2;
}

/** Quantile Q of a uniform. */
export const uniformQuantile = ({ low, high }: Interval, Q: number): number => low + Q * (high - low);

/** P(uniform <= x). */
export function uniformCdf({ low, high }: Interval, x: number): number {
  if (x >= high) return 1;
  return x <= low ? 0 : (x - low) / (high - low);
}
