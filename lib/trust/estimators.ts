import type { TrustEstimator } from './estimator.ts';
import { adfEstimator, deterministicEstimator } from './friction/friction-estimator.ts';
import { kalmanEstimator } from './kalman/kalman-estimator.ts';
import { decisionsOf, type Sequence } from './sequence.ts';
import type { AnalysisSettings } from './settings.ts';

/** The estimators a fit may name. */
export const ESTIMATORS: Readonly<Record<TrustEstimator['name'], TrustEstimator>> = {
  kf: kalmanEstimator,
  qd: deterministicEstimator,
  'qd-adf': adfEstimator,
};

/** Share of accept and keep above which the friction likelihood is called for: docs/model.md 6.5. */
export const BUTTONS = 0.1;

/** Shares of decisions that take the recommendation as it is, and that keep the own plan. */
export function buttonShares(sequences: readonly Sequence[]): { accept: number; keep: number } {
  const decisions = decisionsOf(sequences);
  const share = (which: 'accept' | 'keep'): number =>
    decisions.filter(({ button }) => button === which).length / Math.max(1, decisions.length);
  return { accept: share('accept'), keep: share('keep') };
}

/** The estimator of an analysis: as set, else by how common buttons are. */
export function chooseEstimator(
  sequences: readonly Sequence[],
  { estimator }: Pick<AnalysisSettings, 'estimator'>,
): TrustEstimator {
  if (estimator !== 'auto') return ESTIMATORS[estimator];
  const { accept, keep } = buttonShares(sequences);
  return accept + keep > BUTTONS ? adfEstimator : kalmanEstimator;
}
