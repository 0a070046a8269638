/** Exact two-sided p of `successes` in n trials under probability q: the sum of all outcomes no likelier than this one.
 *  As R's binom.test and SciPy's binomtest.
 *  @throws RangeError unless 0 <= successes <= n, n >= 1, whole, and q in (0,1) */
export function binomialTest(successes: number, n: number, q: number): number {
  if (!(Number.isInteger(n) && n >= 1 && Number.isInteger(successes) && successes >= 0 && successes <= n))
    throw new RangeError('binomialTest requires whole numbers 0 <= successes <= n, n >= 1');
  if (!(q > 0 && q < 1)) throw new RangeError('binomialTest requires q in (0,1)');
  const log = logProbabilities(n, q);
  const ceiling = (log[successes] as number) + 1e-7; // ties are ties in spite of rounding
  let p = 0;
  for (const value of log) if (value <= ceiling) p += Math.exp(value);
  return Math.min(1, p);
}

/** ln P(k successes of n), k = 0 to n, by P(k+1)/P(k) = (n-k)/(k+1) q/(1-q). */
function logProbabilities(n: number, q: number): Float64Array {
  const log = new Float64Array(n + 1);
  const odds = Math.log(q) - Math.log1p(-q);
  log[0] = n * Math.log1p(-q);
  for (let k = 0; k < n; k++) log[k + 1] = (log[k] as number) + Math.log((n - k) / (k + 1)) + odds;
  return log;
}
