/** ln Gamma(x), x > 0, to about 1e-14 relative: Lanczos (1964), SIAM Journal on Numerical Analysis B 1, g = 7, with the nine
 *  coefficients of Godfrey (2001):
 *      Gamma(x) = sqrt(2 pi) t^(x - 1/2) e^-t (c0 + sum_i c_i / (x - 1 + i)),  t = x + g - 1/2
 *  @throws RangeError unless x > 0 and finite */
export function logGamma(x: number): number {
  if (!(x > 0) || !Number.isFinite(x)) throw new RangeError('logGamma requires a finite x above 0');
  const [c0 = 0, ...c] = LANCZOS;
  const t = x + 6.5;
  const sum = c.reduce((total, each, i) => total + each / (x + i), c0);
  return (x - 0.5) * Math.log(t) - t + Math.log(Math.sqrt(2 * Math.PI) * sum);
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** P(X >= x) of chi-square with df degrees of freedom: Q(df/2, x/2), the regularised upper incomplete gamma function, by its
 *  series below its middle and its continued fraction above (Abramowitz & Stegun 6.5.29, 6.5.31).
 *  @throws RangeError unless x >= 0 and df > 0 */
export function chiSquareUpper(x: number, df: number): number {
  if (!(x >= 0) || !(df > 0)) throw new RangeError('chiSquareUpper requires x from 0 and df above 0');
  const [a, z] = [df / 2, x / 2];
  if (z === 0) return 1;
  if (z === Infinity) return 0;
  const scale = Math.exp(a * Math.log(z) - z - logGamma(a));
  return z < a + 1 ? 1 - scale * series(a, z) : scale * fraction(a, z);
}

/** sum_k z^k / (a (a+1) .. (a+k)) */
function series(a: number, z: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; term > sum * 1e-17 && k < 10_000; k++) {
    term *= z / (a + k);
    sum += term;
  }
  return sum;
}

/** 1/(z+1-a- 1(1-a)/(z+3-a- 2(2-a)/(z+5-a- ...))), by Lentz's method: Thompson & Barnett (1986). */
function fraction(a: number, z: number): number {
  let b = z + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let k = 1; k < 10_000; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return value;
}
