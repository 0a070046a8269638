import { logGamma } from './log-gamma.ts';

const TINY = 1e-300;

/** I_x(a,b), the regularised incomplete beta function, a, b > 0, x in [0,1], by Lentz's method on its continued fraction,
 *      I_x(a,b) = x^a (1-x)^b / (a B(a,b)) 1/(1+ d1/(1+ d2/(1+ ...
 *      d_2m = m(b-m)x / ((a+2m-1)(a+2m))      d_2m+1 = -(a+m)(a+b+m)x / ((a+2m)(a+2m+1))
 *  Abramowitz & Stegun 26.5.8.
 *  @throws RangeError outside of these */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1))
    throw new RangeError('incompleteBeta requires positive a, b and x in [0,1]');
  if (x === 0 || x === 1) return x;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, 1 - x);
  const front = a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b);
  return Math.exp(front) / (a * fraction(a, b, x));
}

/** 1 + d1/(1 + d2/(1 + ... */
function fraction(a: number, b: number, x: number): number {
  let [f, c, d] = [1, 1, 0];
  for (let k = 1; k < 20_000; k++) {
    const m = k >> 1;
    const term =
      k % 2 === 0
        ? (m * (b - m) * x) / ((a + k - 1) * (a + k))
        : (-(a + m) * (a + b + m) * x) / ((a + k - 1) * (a + k));
    d = 1 / nonzero(1 + term * d);
    c = nonzero(1 + term / c);
    f *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return f;
}

const nonzero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);

/** P(|t| >= |x|) of Student's t with any degrees of freedom nu > 0: I_{nu/(nu+x^2)}(nu/2, 1/2). */
export function studentBeyond(x: number, nu: number): number {
  return nu === Infinity ? NaN : incompleteBeta(nu / 2, 0.5, nu / (nu + x * x));
}

/** The x > 0 with P(|t| <= x) = level, any nu > 0: half-width of an interval in standard errors. By bisection on
 *  ln x.
 *  @throws RangeError unless level is in (0,1) and nu is positive */
export function studentWidth(level: number, nu: number): number {
  if (!(level > 0 && level < 1 && nu > 0))
    throw new RangeError('studentWidth requires a level in (0,1) and positive degrees of freedom');
  let [low, high] = [Math.log(1e-12), Math.log(1e150)];
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (studentBeyond(Math.exp(middle), nu) > 1 - level) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
