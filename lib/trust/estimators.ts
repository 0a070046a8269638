import type { TrustEstimator } from './estimator.ts';
import { kalmanEstimator } from './kalman/kalman-estimator.ts';

/** The estimators a fit may name. */
export const ESTIMATORS: Readonly<Record<TrustEstimator['name'], TrustEstimator>> = { kf: kalmanEstimator };
