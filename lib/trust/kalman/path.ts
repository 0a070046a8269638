import type { ScalarSmoothed } from '../../stats/scalar-kalman.ts';
import type { TrustPath } from '../estimator.ts';
import { pathsWithGradient, type PathOnly } from '../paths-with-gradient.ts';
import type { Sequence } from '../sequence.ts';
import type { SegmentFit } from '../trust-fit.ts';
import { asymmetricMotion } from '../laws/asymmetric.ts';
import { compactLikelihood } from './compact-likelihood.ts';
import { trustPanel } from './trust-panel.ts';

/** Smoothed paths of some sequences under a fit of law 5.3, with derivatives in the fitted parameters. */
export function trustPaths(sequences: readonly Sequence[], fit: SegmentFit): TrustPath[] {
  const panel = trustPanel(sequences, fit);
  const filter = compactLikelihood(panel, asymmetricMotion);
  return pathsWithGradient(fit, (theta) => {
    filter.at(theta);
    const length = panel.move.length + sequences.length; // a state more than steps in each
    const room = (): Float64Array => new Float64Array(length);
    const smoothed = { mean: room(), variance: room(), withLast: room() };
    return sequences.map((_, i) => {
      const at = (panel.starts[i] as number) + i;
      filter.forward(i);
      filter.smooth(i, smoothed, at);
      return pathOf(smoothed, at, (panel.starts[i + 1] as number) + i + 1);
    });
  });
}

function pathOf({ mean, variance, withLast }: ScalarSmoothed, from: number, to: number): PathOnly {
  return {
    mean: mean.subarray(from, to),
    variance: variance.subarray(from, to),
    covarianceWithLast: (step) => withLast[from + step] as number,
  };
}
