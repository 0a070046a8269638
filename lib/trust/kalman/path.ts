import { filterRoom, filterSequence, longestSequence } from '../../stats/kalman-filter.ts';
import { covarianceWithLast, smoothSequence } from '../../stats/smoother.ts';
import type { TrustPath } from '../estimator.ts';
import type { Sequence } from '../sequence.ts';
import type { SegmentFit } from '../trust-fit.ts';
import { fillSpace } from './likelihood.ts';
import { trustPanel } from './trust-panel.ts';

const STEP = 1e-4;

/** Smoothed paths of some sequences under a fit, with derivatives by central differences in the fitted parameters. */
export function trustPaths(sequences: readonly Sequence[], fit: SegmentFit): TrustPath[] {
  const theta = Float64Array.from(fit.theta);
  const middle = pathsAt(sequences, fit, theta);
  const gradients = fit.covariance.map((row, j) =>
    (row[j] ?? 0) > 0 ? differences(sequences, fit, theta, j) : sequences.map(() => new Float64Array(0)),
  );
  return middle.map((path, i) =>
    Object.assign(path, { gradient: gradients.map((of) => of[i] ?? new Float64Array(0)) }),
  );
}

function differences(
  sequences: readonly Sequence[],
  fit: SegmentFit,
  theta: Float64Array,
  j: number,
): Float64Array[] {
  const [up, down] = [STEP, -STEP].map((step) => {
    const moved = theta.slice();
    moved[j] = (moved[j] as number) + step;
    return pathsAt(sequences, fit, moved);
  });
  return sequences.map((_, i) => {
    const low = down?.[i]?.mean ?? [];
    return (up?.[i]?.mean ?? new Float64Array(0)).map((high, k) => (high - (low[k] ?? 0)) / (2 * STEP));
  });
}

function pathsAt(
  sequences: readonly Sequence[],
  fit: SegmentFit,
  theta: Float64Array,
): Omit<TrustPath, 'gradient'>[] {
  const panel = trustPanel(sequences, fit);
  fillSpace(panel, theta);
  const { space } = panel;
  const room = filterRoom(longestSequence(space));
  return sequences.map((_, i) => {
    filterSequence(space, i, room);
    const { mean, variance } = smoothSequence(space, i, room);
    return {
      mean,
      variance,
      covarianceWithLast(step) {
        filterSequence(space, i, room);
        return covarianceWithLast(space, i, room, step);
      },
    };
  });
}
