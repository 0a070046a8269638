/** Middle value, or the mean of the two middle ones; undefined for an empty list. */
export function median(values: ArrayLike<number>): number | undefined {
  const sorted = Float64Array.from(values).sort(); // numbers by their size, without a comparison to call
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  const lower = sorted[middle - 1];
  if (upper === undefined) return undefined;
  return sorted.length % 2 === 1 || lower === undefined ? upper : lower / 2 + upper / 2;
}
