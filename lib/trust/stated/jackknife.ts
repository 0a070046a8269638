/** A function of sums over independent units, with its standard error by leaving out one unit at a time:
 *      se^2 = (n-1)/n sum_i (f_-i - mean f_-i)^2
 *  Undefined where f is not finite with all units, or without one of them. In time n: sums, not data, are taken apart.
 *  Efron (1982), The Jackknife, the Bootstrap and Other Resampling Plans, chapter 3.
 *  @param units what each unit adds to each sum */
export function jackknife(
  units: readonly (readonly number[])[],
  f: (sums: readonly number[]) => number,
): { readonly estimate: number; readonly se: number } | undefined {
  const n = units.length;
  const sums = total(units);
  const estimate = f(sums);
  const without = units.map((unit) => f(sums.map((sum, j) => sum - (unit[j] ?? 0))));
  const mean = without.reduce((sum, value) => sum + value, 0) / n;
  const squares = without.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const se = Math.sqrt(((n - 1) / n) * squares);
  return Number.isFinite(estimate) && Number.isFinite(se) ? { estimate, se } : undefined;
}

export function total(units: readonly (readonly number[])[]): number[] {
  const sums = units[0]?.map(() => 0) ?? [];
  for (const unit of units) for (const [j, value] of unit.entries()) sums[j] = (sums[j] ?? 0) + value;
  return sums;
}
