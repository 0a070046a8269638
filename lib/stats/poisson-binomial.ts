/** Exact two-sided p of `successes` in trials that succeed with probabilities of their own: the sum of all outcomes no
 *  likelier than this one, as in `binomialTest`. O(n^2) of n trials. Hong (2013), Computational Statistics & Data Analysis
 *  59, section 2.
 *  @throws RangeError unless 0 <= successes <= n, n >= 1, whole, and every probability in (0,1) */
export function poissonBinomialTest(successes: number, probabilities: readonly number[]): number {
  const n = probabilities.length;
  if (!(n >= 1 && Number.isInteger(successes) && successes >= 0 && successes <= n))
    throw new RangeError('poissonBinomialTest requires whole numbers 0 <= successes <= n, n >= 1');
  if (!probabilities.every((q) => q > 0 && q < 1))
    throw new RangeError('poissonBinomialTest requires probabilities in (0,1)');
  const of = distribution(probabilities);
  const ceiling = (of[successes] as number) * (1 + 1e-7); // ties are ties in spite of rounding
  let p = 0;
  for (const probability of of) if (probability <= ceiling) p += probability;
  return Math.min(1, p);
}

/** P(k successes), k = 0 to n, one trial added after the other. */
function distribution(probabilities: readonly number[]): Float64Array {
  const of = new Float64Array(probabilities.length + 1);
  of[0] = 1;
  probabilities.forEach((q, trials) => {
    for (let k = trials + 1; k >= 0; k--)
      of[k] = (of[k] as number) * (1 - q) + (k > 0 ? (of[k - 1] as number) * q : 0);
  });
  return of;
}
