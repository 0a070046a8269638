import type { Box, Minimum } from '../../stats/l-bfgs.ts';
import type { Convergence } from '../quantity-schema.ts';

/** How the best of several searches ended. */
export function convergenceOf(best: Minimum, all: readonly Minimum[], box: Box): Convergence {
  return {
    converged: best.stopped !== 'limit',
    stopped: best.stopped,
    iterations: best.iterations,
    evaluations: all.reduce((sum, { evaluations }) => sum + evaluations, 0),
    starts: all.length,
    gradientNorm: projectedNorm(best, box),
  };
}

/** The largest entry of the gradient along which the box lets the value fall. */
function projectedNorm({ x, gradient }: Minimum, { lower, upper }: Box): number | null {
  const norm = gradient.reduce((largest, slope, j) => {
    const at = x[j] as number;
    const held = slope > 0 ? at <= (lower[j] ?? -Infinity) : at >= (upper[j] ?? Infinity);
    return held ? largest : Math.max(largest, Math.abs(slope));
  }, 0);
  return Number.isFinite(norm) ? norm : null;
}
