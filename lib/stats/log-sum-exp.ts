/** ln(sum exp(x_j)) without overflow; -Infinity for an empty list. */
export function logSumExp(x: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let j = 0; j < x.length; j++) largest = Math.max(largest, +(x[j] ?? -Infinity));
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let j = 0; j < x.length; j++) sum += Math.exp(+(x[j] ?? -Infinity) - largest);
  return largest + Math.log(sum);
}
