import type { TrustPath } from './estimator.ts';
import type { SegmentFit } from './trust-fit.ts';

export type PathOnly = Omit<TrustPath, 'gradient'>;

const STEP = 1e-4;

/** Paths under a fit, each with its derivatives in the fitted parameters by central differences.
 *  @param pathsAt the paths at a theta, always of the same sequences in the same order */
export function pathsWithGradient(
  fit: Pick<SegmentFit, 'theta' | 'covariance'>,
  pathsAt: (theta: Float64Array) => readonly PathOnly[],
): TrustPath[] {
  const theta = Float64Array.from(fit.theta);
  const gradients = fit.covariance.map((row, j) => ((row[j] ?? 0) > 0 ? differences(theta, j, pathsAt) : []));
  return pathsAt(theta).map((path, i) =>
    Object.assign(path, { gradient: gradients.map((of) => of[i] ?? new Float64Array(0)) }),
  );
}

function differences(
  theta: Float64Array,
  j: number,
  pathsAt: (theta: Float64Array) => readonly PathOnly[],
): Float64Array[] {
  const [up, down] = [STEP, -STEP].map((step) => {
    const moved = theta.slice();
    moved[j] = (moved[j] as number) + step;
    return pathsAt(moved);
  });
  return (up ?? []).map(({ mean }, i) => {
    const low = down?.[i]?.mean;
    return mean.map((high, k) => (high - (low?.[k] ?? 0)) / (2 * STEP));
  });
}
