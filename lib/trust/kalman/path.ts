import { filterRoom, filterSequence, longestSequence } from '../../stats/kalman-filter.ts';
import { covarianceWithLast, smoothSequence } from '../../stats/smoother.ts';
import type { TrustPath } from '../estimator.ts';
import { pathsWithGradient, type PathOnly } from '../paths-with-gradient.ts';
import type { Sequence } from '../sequence.ts';
import type { SegmentFit } from '../trust-fit.ts';
import { fillSpace } from './likelihood.ts';
import { trustPanel } from './trust-panel.ts';

/** Smoothed paths of some sequences under a fit, with derivatives in the fitted parameters. */
export function trustPaths(sequences: readonly Sequence[], fit: SegmentFit): TrustPath[] {
  return pathsWithGradient(fit, (theta) => pathsAt(sequences, fit, theta));
}

function pathsAt(sequences: readonly Sequence[], fit: SegmentFit, theta: Float64Array): PathOnly[] {
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
