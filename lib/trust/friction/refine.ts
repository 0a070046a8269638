import { cholesky } from '../../stats/cholesky.ts';
import { minimise, type Box, type Minimum, type Objective } from '../../stats/l-bfgs.ts';

/** Minimum near a point whose curvature is known already: L-BFGS in u, x = start + C u, C C' = the covariance there, so
 *  that the first direction is a Newton step. Undefined where the covariance has no factor (a variable at a bound, say);
 *  stays inside the box by refusing steps out of it. */
export function refine(
  objective: Objective,
  start: Float64Array,
  covariance: readonly (readonly number[])[],
  box: Box,
): Minimum | undefined {
  const factor = cholesky(covariance);
  if (!factor) return undefined;
  const gradient = new Float64Array(start.length);
  const place = (u: Float64Array): Float64Array =>
    start.map((value, i) => (factor[i] ?? []).reduce((sum, c, j) => sum + c * (u[j] as number), value));
  const scaled: Objective = (u, into) => {
    const x = place(u);
    if (x.some((value, i) => value < (box.lower[i] ?? -Infinity) || value > (box.upper[i] ?? Infinity)))
      return Infinity;
    const value = objective(x, gradient);
    into.fill(0);
    factor.forEach((row, i) =>
      row.forEach((c, j) => (into[j] = (into[j] as number) + c * (gradient[i] as number))),
    );
    return value;
  };
  const found = minimise(scaled, new Float64Array(start.length), EVERYWHERE, { tolerance: TOLERANCE });
  objective(place(found.x), gradient);
  const gradientNorm = gradient.reduce((largest, slope) => Math.max(largest, Math.abs(slope)), 0);
  return { ...found, x: place(found.x), gradient, gradientNorm };
}

const EVERYWHERE: Box = { lower: [], upper: [] };
/** Of the gradient in u: a thousandth of a standard error from the optimum. */
const TOLERANCE = 1e-3;
