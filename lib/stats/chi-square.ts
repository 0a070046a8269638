import { logGamma } from './log-gamma.ts';

/** P(X >= x) of chi-square with df degrees of freedom, Q(df/2, x/2): below the mean by the series of P, above by Lentz's
 *  method on the continued fraction of Q. Abramowitz & Stegun 6.5.29 and 6.5.31.
 *  @throws RangeError unless df > 0 and x is a number */
export function chiSquareBeyond(x: number, df: number): number {
  if (!(df > 0) || Number.isNaN(x)) throw new RangeError('chiSquareBeyond requires a number and positive df');
  if (x <= 0) return 1;
  if (x === Infinity) return 0;
  const [a, z] = [df / 2, x / 2];
  const front = Math.exp(a * Math.log(z) - z - logGamma(a));
  return z < a + 1 ? 1 - front * series(a, z) : front / fraction(a, z);
}

/** 1/a + z/(a(a+1)) + z^2/(a(a+1)(a+2)) + .. */
function series(a: number, z: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= z / (a + k);
    sum += term;
  }
  return sum;
}

/** z + 1 - a - 1(1-a)/(z + 3 - a - 2(2-a)/(z + 5 - a - .. */
function fraction(a: number, z: number): number {
  let b = z + 1 - a;
  let f = b;
  let c = b;
  let d = 0;
  for (let k = 1; k < 10_000; k++) {
    const an = -k * (k - a);
    b += 2;
    d = 1 / (b + an * d);
    c = b + an / c;
    f *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return f;
}
