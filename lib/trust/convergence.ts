import type { Minimum } from '../stats/l-bfgs.ts';
import type { Convergence } from './quantity-schema.ts';

/** How the best of several searches ended. */
export function convergenceOf(best: Minimum, all: readonly Minimum[]): Convergence {
  return {
    converged: best.stopped !== 'limit',
    stopped: best.stopped,
    iterations: best.iterations,
    evaluations: all.reduce((sum, { evaluations }) => sum + evaluations, 0),
    starts: all.length,
    gradientNorm: Number.isFinite(best.gradientNorm) ? best.gradientNorm : null,
  };
}
