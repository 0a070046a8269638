/** Sums whose digits do not depend on the order or the grouping of what is added: fixed point with a grid of 2^-64,
 *  so addition is associative. This is what makes results of parallel passes independent of how sellers are split. */
export type ExactSum = bigint;

const GRID = 2 ** 64;

/** A number on the grid; off by at most 2^-65.
 *  @throws RangeError if it is not finite */
export function exact(value: number): ExactSum {
  const scaled = value * GRID;
  if (!Number.isFinite(scaled)) throw new RangeError('exact requires a finite number below 2^959');
  return BigInt(Math.round(scaled));
}

/** The nearest double, more or less: one rounding of the integer, one exact scaling. */
export function fromExact(sum: ExactSum): number {
  return Number(sum) / GRID;
}
