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
  const length = starts[sequences.length] as number;
  return blockWithGradient(fit, (theta, into): PathBlock => {
    filter.at(theta);
    const mean = into?.mean ?? new Float64Array(length);
    const variance = into?.variance ?? new Float64Array(length);
    const withLast = into?.withLast ?? new Float64Array(length);
    for (let i = 0; i < sequences.length; i++) {
      filter.forward(i);
      filter.smooth(i, { mean, variance, withLast }, starts[i] as number);
    }
    const covarianceWithLast = (i: number, step: number): number =>
      withLast[(starts[i] as number) + step] as number;
    return { starts, mean, variance, withLast, covarianceWithLast };
  });
}
