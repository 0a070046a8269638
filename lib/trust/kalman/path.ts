import type { TrustPath } from '../estimator.ts';
import { asymmetricMotion } from '../laws/asymmetric.ts';
import type { PathBlock } from '../path-block.ts';
import { blockWithGradient } from '../paths-with-gradient.ts';
import type { Sequence } from '../sequence.ts';
import type { SegmentFit } from '../trust-fit.ts';
import { compactLikelihood } from './compact-likelihood.ts';
import { trustPanel } from './trust-panel.ts';

/** Smoothed paths of some sequences under a fit of law 5.3, with derivatives in the fitted parameters. */
export function trustPaths(sequences: readonly Sequence[], fit: SegmentFit): TrustPath[] {
  const panel = trustPanel(sequences, fit);
  const filter = compactLikelihood(panel, asymmetricMotion);
  const starts = panel.starts.map((start, i) => start + i); // a state more than steps in each
  return blockWithGradient(fit, (theta): PathBlock => {
    filter.at(theta);
    const room = (): Float64Array => new Float64Array(starts[sequences.length] as number);
    const smoothed = { mean: room(), variance: room(), withLast: room() };
    for (let i = 0; i < sequences.length; i++) {
      filter.forward(i);
      filter.smooth(i, smoothed, starts[i] as number);
    }
    const covarianceWithLast = (i: number, step: number): number =>
      smoothed.withLast[(starts[i] as number) + step] as number;
    return { ...smoothed, starts, covarianceWithLast };
  });
}
