const ROOT_2PI = Math.sqrt(2 * Math.PI);

/** phi(x_j) at x_j = x0 + step j, from the node nearest to 0 outwards by
 *      phi(x + step) = phi(x) r(x)      r(x) = exp(-step x - step^2/2)      r(x + step) = r(x) exp(-step^2)
 *  so that no error grows: relative error below 1e-12 for a few dozen nodes. */
export function densityAtNodes(x0: number, step: number, density: Float64Array): void {
  const count = density.length;
  const nearest = step === 0 ? 0 : Math.round(-x0 / step);
  const middle = Math.min(count - 1, Math.max(0, nearest));
  const x = x0 + step * middle;
  const half = (step * step) / 2;
  const shrink = Math.exp(-2 * half);
  const peak = Math.exp((-x * x) / 2) / ROOT_2PI;
  let phi = peak;
  let r = Math.exp(-step * x - half);
  density[middle] = peak;
  for (let j = middle + 1; j < count; j++) {
    phi *= r;
    r *= shrink;
    density[j] = phi;
  }
  phi = peak;
  r = Math.exp(step * x - half);
  for (let j = middle - 1; j >= 0; j--) {
    phi *= r;
    r *= shrink;
    density[j] = phi;
  }
}
