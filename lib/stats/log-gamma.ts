const SHIFT = 15;
// Bernoulli numbers over 2k(2k-1): Stirling's series, Abramowitz & Stegun 6.1.40
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

/** ln Gamma(x), x > 0, to about 1e-14: Stirling's series above 15, the recurrence Gamma(x) = Gamma(x+1)/x below.
 *  @throws RangeError unless x is positive */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError('logGamma requires a positive number');
  let product = 1;
  let z = x;
  for (; z < SHIFT; z++) product *= z;
  const series = STIRLING.reduceRight((sum, coefficient) => sum / (z * z) + coefficient, 0) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}
