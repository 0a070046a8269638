/** Adjusted p-values that hold the expected share of false findings: with p sorted upwards,
 *      q_(k) = min over j >= k of m p_(j) / j
 *  A finding at share s is one with q <= s. Benjamini & Hochberg (1995), JRSS B 57(1); as R's p.adjust(method = 'BH'). */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const order = p.map((value, i) => ({ value, i })).toSorted((a, b) => b.value - a.value);
  const adjusted = p.map(() => 1);
  let least = 1;
  for (const [k, { value, i }] of order.entries()) {
    least = Math.min(least, (p.length * value) / (p.length - k));
    adjusted[i] = least;
  }
  return adjusted;
}
