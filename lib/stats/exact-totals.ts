import { exact, type ExactSum } from './exact-sum.ts';

/** Exact sums (`exact-sum.ts`) of many rows of numbers, at the speed of doubles. A value is rounded to the grid of 2^-64 in two
 *  parts,
 *      hi = value to the nearest 2^-20      lo = value - hi to the nearest 2^-64
 *  each of which adds up in a double without rounding, for as long as `BLOCK` rows: then they are carried into integers. */
const BLOCK = 512;
const TO_HIGH = 1.5 * 2 ** 32; // added and taken away again: rounds to 2^-20
const TO_LOW = 1.5 * 2 ** -12; // to 2^-64
const LARGE = 2 ** 22; // BLOCK of them stay below 2^33, where 2^-20 is still told apart

export class ExactTotals {
  readonly #high: Float64Array;
  readonly #low: Float64Array;
  readonly #carried: ExactSum[];
  #rows = 0;

  constructor(width: number) {
    this.#high = new Float64Array(width);
    this.#low = new Float64Array(width);
    this.#carried = Array.from({ length: width }, () => 0n);
  }

  /** Adds one row.
   *  @throws RangeError if a value is not finite */
  add(row: Float64Array): void {
    const high = this.#high;
    const low = this.#low;
    for (let j = 0; j < high.length; j++) {
      const value = row[j] as number;
      if (!(Math.abs(value) < LARGE)) {
        this.#carried[j] = (this.#carried[j] as ExactSum) + exact(value);
        continue;
      }
      const hi = value + TO_HIGH - TO_HIGH;
      high[j] = (high[j] as number) + hi;
      low[j] = (low[j] as number) + (value - hi + TO_LOW - TO_LOW);
    }
    if (++this.#rows === BLOCK) this.#carry();
  }

  /** The sums of all rows added so far. */
  sums(): ExactSum[] {
    this.#carry();
    return [...this.#carried];
  }

  #carry(): void {
    this.#carried.forEach((sum, j) => {
      const high = BigInt((this.#high[j] as number) * 2 ** 20) << 44n;
      this.#carried[j] = sum + high + BigInt((this.#low[j] as number) * 2 ** 64);
    });
    this.#high.fill(0);
    this.#low.fill(0);
    this.#rows = 0;
  }
}
